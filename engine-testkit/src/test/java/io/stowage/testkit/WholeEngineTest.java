package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskResponse;
import io.stowage.SteadyState;
import io.stowage.core.Stowage;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentBrief;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceRevision;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host application's way through the engine, in a virtual world in which nothing goes wrong. */
class WholeEngineTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5 } ] }""";

    private final Simulation simulation = new Simulation(7);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final MemoryStateStore store = new MemoryStateStore(simulation::nanos);
    private Engine engine = start("first");

    private Engine start(String name) {
        VirtualWorld world = simulation.world(name);
        return Stowage.engine()
                .name(name)
                .world(world)
                .store(store)
                .runtime(runtime)
                .build();
    }

    private void register(String name) {
        SimulatedHost host = runtime.addHost(name, 1024, 2048);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster("harbour")
                        .containerInstanceName(name)
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .build());
    }

    private void open() {
        engine.clusters().create("harbour");
        register("one");
        register("two");
        engine.taskDefinitions().register(WEB);
    }

    private SteadyState steady(String service) {
        return engine.services().awaitSteadyState("harbour", service, LONG);
    }

    @Test
    void aServiceIsCreatedRolledOutScaledAndDeleted() {
        open();
        engine.services().create("harbour", "shop", "web", 3);
        SteadyState created = steady("shop");
        assertThat(created.reasons()).isEmpty();
        assertThat(created.service().runningCount()).isEqualTo(3);

        engine.taskDefinitions().register(WEB);
        Service updated = engine.services().update("harbour", "shop", "web:2");
        assertThat(updated.deployments()).hasSize(2);
        SteadyState rolledOut = steady("shop");
        assertThat(rolledOut.reasons()).isEmpty();
        assertThat(rolledOut.service().deployments())
                .extracting(Deployment::taskDefinition)
                .containsExactly(updated.taskDefinition());

        engine.services().scale("harbour", "shop", 1);
        assertThat(steady("shop").service().runningCount()).isEqualTo(1);

        List<String> tasks = engine.tasks().list("harbour").taskArns();
        engine.services().forceDelete("harbour", "shop");
        assertThat(engine.tasks().awaitStopped("harbour", tasks, LONG).reasons())
                .isEmpty();
        assertThat(engine.services().list("harbour").serviceArns()).isEmpty();
    }

    @Test
    void aTaskRunsAndIsStopped() {
        open();
        RunTaskResponse run = engine.tasks().run("harbour", "web", 1);
        List<String> arns = run.tasks().stream().map(Task::taskArn).toList();

        assertThat(engine.tasks().awaitRunning("harbour", arns, LONG).reasons()).isEmpty();
        engine.tasks().stop("harbour", arns.get(0), "enough");

        var stopped = engine.tasks().awaitStopped("harbour", arns, LONG);
        assertThat(stopped.reached()).isTrue();
        assertThat(stopped.tasks()).singleElement().satisfies(task -> {
            assertThat(task.lastStatus()).isEqualTo(TaskStatus.STOPPED);
            assertThat(task.stoppedReason()).isEqualTo("enough");
        });
    }

    @Test
    void theNextEngineOnTheStoreGoesOnWithTheSameTasks() {
        open();
        engine.services().create("harbour", "shop", "web", 2);
        steady("shop");
        List<String> before = engine.tasks().list("harbour").taskArns();
        engine.close();

        long closedAt = simulation.nanos();
        engine = start("second");
        assertThat(steady("shop").reached()).isTrue();

        assertThat(engine.tasks().list("harbour").taskArns()).isEqualTo(before);
        // The lease was given back: nobody had to wait until it expired.
        assertThat(Duration.ofNanos(simulation.nanos() - closedAt)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void whoWaitsForARolloutThatIsGivenUpIsToldWhyAtOnce() {
        open();
        runtime.applications().define("web", Behaviour.exitingAtOnce());
        create("shop");
        long asked = simulation.nanos();
        SteadyState state = engine.services().awaitSteadyState("harbour", "shop", Duration.ofDays(1));
        assertThat(state.reached()).isFalse();
        assertThat(simulation.nanos() - asked).isLessThan(LONG.toNanos());
        assertThat(state.reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .contains("is PRIMARY and FAILED")
                        .endsWith("have failed. ECS deployment circuit breaker: task failed to start."
                                + " There is no completed deployment to roll back to."));
    }

    private void watched(String service) {
        create(service);
        assertThat(steady(service).reasons()).isEmpty();
    }

    /** With a circuit breaker that goes back. */
    private void create(String service) {
        engine.services()
                .create(CreateServiceRequest.builder()
                        .cluster("harbour")
                        .serviceName(service)
                        .taskDefinition("web")
                        .desiredCount(2)
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .deploymentCircuitBreaker(new DeploymentCircuitBreaker(true, true, null, null))
                                .build())
                        .build());
    }

    private List<ServiceDeploymentBrief> history(String service) {
        return engine.services().listDeployments("harbour", service).serviceDeployments();
    }

    @Test
    void aRolloutThatFailsIsRolledBackAndTheHistoryTellsOfIt() {
        open();
        watched("shop");
        runtime.applications().define("broken", Behaviour.exitingAtOnce());
        engine.taskDefinitions().register(WEB.replace("\"image\": \"web\"", "\"image\": \"broken\""));
        engine.services().update("harbour", "shop", "web:2");
        SteadyState back = steady("shop");
        assertThat(back.reasons()).isEmpty();
        assertThat(back.service().taskDefinition()).endsWith("web:1");

        List<ServiceDeploymentBrief> history = history("shop");
        assertThat(history)
                .extracting(ServiceDeploymentBrief::status)
                .containsExactly(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL, ServiceDeploymentStatus.SUCCESSFUL);
        ServiceDeployment failed = engine.services()
                .describeDeployments(List.of(history.get(0).serviceDeploymentArn()))
                .serviceDeployments()
                .get(0);
        assertThat(failed.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);
        assertThat(failed.deploymentCircuitBreaker().failureCount()).isGreaterThanOrEqualTo(3);
        assertThat(engine.services()
                        .describeRevisions(List.of(
                                failed.targetServiceRevision().arn(),
                                failed.rollback().serviceRevisionArn()))
                        .serviceRevisions())
                .extracting(ServiceRevision::taskDefinition)
                .satisfiesExactly(
                        broken -> assertThat(broken).endsWith("web:2"),
                        sound -> assertThat(sound).endsWith("web:1"));
    }

    @Test
    void aRolloutIsStoppedByHand() {
        open();
        watched("shop");
        engine.taskDefinitions().register(WEB);
        engine.services().update("harbour", "shop", "web:2");
        String arn = history("shop").get(0).serviceDeploymentArn();
        assertThat(engine.services().stopDeployment(arn, null)).isEqualTo(arn);
        assertThat(steady("shop").service().taskDefinition()).endsWith("web:1");
        assertThat(history("shop").get(0).status()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
    }

    @Test
    void whatIsNoArnOfADeploymentIsRefused() {
        open();
        String revision = "arn:stowage:ecs:local:000000000000:service-revision/harbour/shop/1";
        for (List<String> arns : List.of(
                List.<String>of(),
                List.of("shop"),
                List.of(revision),
                List.of(
                        revision.replace("revision", "deployment"),
                        revision.replace("revision/harbour", "deployment/x")))) {
            assertThatThrownBy(() -> engine.services().describeDeployments(arns))
                    .isInstanceOf(InvalidParameterException.class);
        }
        assertThat(engine.services().describeRevisions(List.of(revision)).failures())
                .hasSize(1);
    }
}
