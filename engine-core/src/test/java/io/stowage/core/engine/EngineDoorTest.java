package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.AwaitedTasks;
import io.stowage.Engine;
import io.stowage.EngineStatus;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.SteadyState;
import io.stowage.core.EngineBuilder;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.core.operation.DeleteService;
import io.stowage.error.AccessDeniedException;
import io.stowage.error.ClientException;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Commit;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineDoorTest {

    private static final String WEB = """
            { "family": "web", "containerDefinitions": [ { "name": "main", "image": "web", "memory": 64 } ] }""";

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final Engine engine = builder().build();

    private EngineBuilder builder() {
        return Stowage.engine().world(world).store(store).runtime(new Unreachable());
    }

    /** A runtime whose hosts are never there. */
    private static final class Unreachable implements ContainerRuntimeProvider {
        @Override
        public String name() {
            return "unreachable";
        }

        @Override
        public Set<String> honouredFields() {
            return Set.of("containerDefinitions[].memory");
        }

        @Override
        public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
            if (target.properties().containsKey("colour")) {
                throw new IllegalArgumentException("colour is no property of this runtime");
            }
            throw ContainerRuntimeException.retryable(
                    ContainerRuntimeException.Category.ContainerRuntimeError, "nobody answers");
        }
    }

    @Test
    void aClusterComesAndGoesAndComesAgain() {
        Cluster created = engine.clusters().create("harbour");
        assertThat(created.status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(engine.clusters().create("harbour")).isEqualTo(created);
        assertThat(engine.clusters().list().clusterArns()).containsExactly(created.clusterArn());

        assertThat(engine.clusters().delete(created.clusterArn()).status()).isEqualTo(ClusterStatus.INACTIVE);
        assertThat(engine.clusters().delete("harbour").status()).isEqualTo(ClusterStatus.INACTIVE);
        assertThat(engine.clusters().list().clusterArns()).isEmpty();
        assertThat(engine.clusters().describe("harbour", "nobody").clusters())
                .extracting(Cluster::status)
                .containsExactly(ClusterStatus.INACTIVE);
        assertThatThrownBy(() -> engine.services().list("harbour")).isInstanceOf(ClusterNotFoundException.class);

        assertThat(engine.clusters().create("harbour").status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(engine.services().list("harbour").serviceArns()).isEmpty();
    }

    @Test
    void aCreationThatWasCutOffIsCarriedOnByTheNextEngine() {
        dieAtCommit(
                commit -> commit.partition().equals("cluster/harbour"),
                () -> engine.clusters().create("harbour"));

        Engine next = nextEngine();

        assertThat(next.clusters().describe("harbour").clusters())
                .extracting(Cluster::status)
                .containsExactly(ClusterStatus.ACTIVE);
    }

    @Test
    void aDeletionThatWasCutOffIsCarriedOnByTheNextEngine() {
        engine.clusters().create("harbour");
        // The partition says INACTIVE, the registry can't be told any more.
        List<Commit> registry = new ArrayList<>();
        dieAtCommit(
                commit -> commit.partition().equals("registry") && registry.add(commit),
                () -> engine.clusters().delete("harbour"));
        assertThat(registry).isNotEmpty();

        Engine next = nextEngine();

        assertThat(next.clusters().list().clusterArns()).isEmpty();
        assertThat(next.clusters().describe("harbour").clusters())
                .extracting(Cluster::status)
                .containsExactly(ClusterStatus.INACTIVE);
    }

    /** The world of the first engine ends; the store goes on without its leases. */
    private void dieAtCommit(java.util.function.Predicate<Commit> which, Runnable operation) {
        store.beforeCommit(commit -> {
            if (which.test(commit)) {
                world.close();
                throw new HandWorld.NoAnswer();
            }
        });
        assertThatThrownBy(operation::run).isInstanceOf(ServerException.class);
        store.beforeCommit(commit -> {});
    }

    private Engine nextEngine() {
        HandWorld nextWorld = new HandWorld();
        // Another engine's ids are others.
        for (int i = 0; i < 1000; i++) {
            nextWorld.newId();
        }
        store.forgetLeases();
        Engine next = Stowage.engine().world(nextWorld).store(store).build();
        nextWorld.pass(Duration.ofSeconds(1));
        return next;
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> engine.services().create("nobody", "shop", "web", 1))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("'web'");
        engine.taskDefinitions().register(WEB);
        assertThatThrownBy(() -> engine.services().create("nobody", "shop", "web", 1))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("'nobody'");
        assertThatThrownBy(() -> engine.tasks().list("arn:aws:ecs:eu:1:cluster/x"))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void whatAnInactiveRevisionRunsGoesOnAndNothingNewUsesIt() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "shop", "web", 1);
        engine.taskDefinitions().deregister("web:1");

        assertThat(engine.services().scale("harbour", "shop", 2).desiredCount()).isEqualTo(2);
        assertThatThrownBy(() -> engine.tasks().run("harbour", "web:1", 1))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
    }

    @Test
    void aDeletedRevisionGoesWhenNobodyUsesItAnyMore() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "shop", "web:1", 1);
        engine.taskDefinitions().deregister("web:1");
        engine.taskDefinitions().deregister("web:2");
        engine.taskDefinitions().delete(List.of("web:1", "web:2"));
        world.pass(Duration.ofSeconds(5));

        assertThat(engine.taskDefinitions().describe("web:1").taskDefinition().revision())
                .isEqualTo(1);
        assertThatThrownBy(() -> engine.taskDefinitions().describe("web:2")).isInstanceOf(ClientException.class);

        engine.services().forceDelete("harbour", "shop");
        world.pass(Duration.ofMinutes(2));
        assertThatThrownBy(() -> engine.taskDefinitions().describe("web:1")).isInstanceOf(ClientException.class);
    }

    @Test
    void aServiceThatIsNotSteadySaysWhy() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "shop", "web", 2);

        long begun = world.monotonicNanos();
        SteadyState state = engine.services().awaitSteadyState("harbour", "shop", Duration.ofMinutes(3));

        assertThat(state.reached()).isFalse();
        assertThat(Duration.ofNanos(world.monotonicNanos() - begun)).isEqualTo(Duration.ofMinutes(3));
        assertThat(state.reasons())
                .anySatisfy(reason -> assertThat(reason).contains("0 of 2 desired tasks are running"))
                .anySatisfy(reason -> assertThat(reason).contains("was unable to place a task"));
    }

    @Test
    void aServiceOfNoTasksIsSteadySoon() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "shop", "web", 0);

        SteadyState state = engine.services().awaitSteadyState("harbour", "shop", Duration.ofMinutes(3));

        assertThat(state.reached()).isTrue();
        assertThat(state.reasons()).isEmpty();
    }

    @Test
    void waitingEndsEarlyWhenItIsHopeless() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "shop", "web", 2);
        // What another caller would do meanwhile, without waiting for it.
        List<Object> deletions = new ArrayList<>();
        DeleteService delete = new DeleteService("shop", true);
        world.strand("host")
                .schedule(
                        Duration.ofSeconds(20),
                        () -> deletions.add(core().clusters().submit("harbour", delete)));

        long begun = world.monotonicNanos();
        SteadyState state = engine.services().awaitSteadyState("harbour", "shop", Duration.ofMinutes(30));

        assertThat(state.reached()).isFalse();
        assertThat(state.reasons()).anySatisfy(reason -> assertThat(reason).startsWith("The service is "));
        assertThat(Duration.ofNanos(world.monotonicNanos() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThatThrownBy(() -> engine.services().awaitSteadyState("harbour", "nobody", Duration.ZERO))
                .isInstanceOf(ServiceNotFoundException.class);
        assertThatThrownBy(() -> engine.services().awaitSteadyState("harbour", "shop", Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidParameterException.class);
    }

    private EngineCore core() {
        return ((EngineView) engine).core();
    }

    @Test
    void waitingForATaskThatIsNotThereEndsAtOnce() {
        engine.clusters().create("harbour");
        AwaitedTasks awaited = engine.tasks().awaitRunning("harbour", List.of("nobody"), Duration.ofHours(1));

        assertThat(awaited.reached()).isFalse();
        assertThat(awaited.failures()).hasSize(1);
        assertThat(awaited.reasons()).singleElement().asString().contains("MISSING");
    }

    @Test
    void aHostThatCannotBeReachedIsNotRegistered() {
        engine.clusters().create("harbour");
        assertThatThrownBy(() -> engine.containerInstances().register("harbour", "one", "unreachable"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("nobody answers")
                .hasMessageContaining("Nothing was registered");
        assertThatThrownBy(() -> engine.containerInstances().register("harbour", "one", "docker"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("runtime is 'docker'")
                .hasMessageContaining("[unreachable]");
        assertThatThrownBy(() -> engine.containerInstances()
                        .register(RegisterContainerInstanceRequest.builder()
                                .cluster("harbour")
                                .runtime("unreachable")
                                .runtimeProperties(Map.of("colour", "green"))
                                .build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("colour is no property");
        assertThat(engine.containerInstances().list("harbour").containerInstanceArns())
                .isEmpty();
    }

    @Test
    void theAuthorizerIsAskedWithThePrincipalBeforeAnythingHappens() {
        List<String> asked = new ArrayList<>();
        Engine guarded = builder()
                .store(new FakeStore())
                .authorizer((principal, action, resource) -> {
                    asked.add(principal + " " + action + " " + resource);
                    return principal.equals("admin") ? Optional.empty() : Optional.of("not an admin");
                })
                .build();

        guarded.withPrincipal("admin").clusters().create("harbour");
        assertThatThrownBy(() -> guarded.withPrincipal("guest").clusters().delete("harbour"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("principal 'guest' may not DeleteCluster on 'harbour': not an admin");
        assertThatThrownBy(() -> guarded.tasks().run(null, "web", 1)).isInstanceOf(AccessDeniedException.class);
        assertThat(guarded.clusters().list().clusterArns()).hasSize(1);
        assertThat(asked).containsExactly("admin CreateCluster harbour", "guest DeleteCluster harbour", " RunTask web");
        assertThat(guarded.health().counters()).containsEntry(Counters.DENIED, 2L);
    }

    @Test
    void thePolicyIsAskedBeforeADefinitionIsRegistered() {
        Engine strict = builder()
                .store(new FakeStore())
                .policy(definition -> Optional.of("no " + definition.familyRevision() + " here"))
                .build();
        assertThatThrownBy(() -> strict.taskDefinitions().register(WEB))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("no web:1 here");
        assertThat(strict.taskDefinitions().list().taskDefinitionArns()).isEmpty();
    }

    @Test
    void whatThePluginsDontHonourIsSaidBeforeAnyHostIsReached() {
        String routed = WEB.replace("64 }", "64, \"logConfiguration\": { \"logDriver\": \"awslogs\" } }");

        assertThat(engine.taskDefinitions().register(WEB).warnings()).isEmpty();
        assertThat(engine.taskDefinitions().register(routed).warnings())
                .containsExactly("containerDefinitions[0].logConfiguration is kept but no runtime at hand honours it");
    }

    @Test
    void anAnswerThatDoesNotComeIsAnUnknownOutcome() {
        Engine hasty = builder()
                .configuration(EngineConfiguration.builder()
                        .operationTimeout(Duration.ofSeconds(2))
                        .build())
                .build();
        store.beforeCommit(commit -> {
            throw new HandWorld.NoAnswer();
        });
        assertThatThrownBy(() -> hasty.clusters().create("harbour"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("CreateCluster: no answer within PT2S (operationTimeout)")
                .hasMessageContaining("The outcome is unknown");
    }

    @Test
    void anInterruptedCallerStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> engine.clusters().create("harbour"))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aClosedEngineRefusesEverythingAndLeavesTheHandedStoreOpen() {
        engine.clusters().create("harbour");
        engine.withPrincipal("me").close();
        assertThat(engine.health().status()).isEqualTo(EngineStatus.OK);

        assertThat(store.leases()).isEqualTo(1);
        engine.close();
        engine.close();

        assertThat(store.leases()).isZero();
        assertThat(engine.health().status()).isEqualTo(EngineStatus.CLOSED);
        assertThat(world.isClosed()).isTrue();
        assertThat(store.isClosed()).isFalse();
        assertThatThrownBy(() -> engine.clusters().list())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("the engine is closed");
        assertThatThrownBy(() -> engine.events().subscribe(event -> {})).isInstanceOf(ServerException.class);
    }

    @Test
    void tellsHowItIs() {
        assertThat(engine.health().status()).isEqualTo(EngineStatus.INITIALIZING);
        engine.clusters().create("harbour");
        assertThat(engine.health().status()).isEqualTo(EngineStatus.OK);
        assertThat(engine.health().engineId()).startsWith("engine-");
        assertThat(engine.health().partitions()).extracting("partition").containsExactly("registry", "cluster/harbour");
    }

    @Test
    void tellsWhyATaskIsNotRunning() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        Service service = engine.services().create("harbour", "shop", "web", 1);
        Task stopped = Task.builder()
                .taskArn("arn:stowage:ecs:local:000000000000:task/harbour/1")
                .clusterArn(service.clusterArn())
                .taskDefinitionArn(service.taskDefinition())
                .createdAt(world.now())
                .desiredStatus(io.stowage.model.DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.STOPPED)
                .group("service:shop")
                .stoppedReason("Essential container in task exited")
                .containers(List.of(io.stowage.model.Container.builder()
                        .containerArn("c")
                        .taskArn("t")
                        .name("main")
                        .image("web")
                        .lastStatus(io.stowage.model.ContainerStatus.STOPPED)
                        .exitCode(3)
                        .build()))
                .build();
        TasksQuestion question = new TasksQuestion(List.of("1"), TaskStatus.RUNNING, () -> null);
        var seen = new io.stowage.DescribeTasksResponse(List.of(stopped), List.of());

        assertThat(question.settled(seen)).isTrue();
        assertThat(question.answer(seen).reached()).isFalse();
        assertThat(question.answer(seen).reasons())
                .containsExactly("Task arn:stowage:ecs:local:000000000000:task/harbour/1 is STOPPED:"
                        + " Essential container in task exited; container main exited with 3.");
        var running = new io.stowage.DescribeTasksResponse(
                List.of(stopped.toBuilder().startedAt(world.now()).build()), List.of());
        assertThat(question.answer(running).reached()).isTrue();
    }
}
