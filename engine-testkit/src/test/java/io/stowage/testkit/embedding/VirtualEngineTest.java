package io.stowage.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.Engine;
import io.stowage.RunTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.core.EngineConfiguration;
import io.stowage.error.AccessDeniedException;
import io.stowage.error.ServerException;
import io.stowage.model.ProtectedTask;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ScaleInOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything that a host application can make go wrong. */
class VirtualEngineTest {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5,
                  "healthCheck": { "command": ["CMD", "check"], "interval": 5 } } ] }""";

    private VirtualEngine virtual = VirtualEngine.create();

    @AfterEach
    void close() {
        virtual.close();
    }

    private Engine open(int desired) {
        Engine engine = virtual.engine();
        engine.clusters().create("harbour");
        engine.containerInstances().register("harbour", "one", "process");
        engine.containerInstances().register("harbour", "two", "process");
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "web", "web", desired);
        return engine;
    }

    private boolean steady() {
        return virtual.engine()
                .services()
                .awaitSteadyState("harbour", "web", LONG)
                .reached();
    }

    private List<Task> tasks() {
        List<String> arns = virtual.engine().tasks().list("harbour").taskArns();
        return virtual.engine().tasks().describe("harbour", arns).tasks();
    }

    private int running() {
        return virtual.host("harbour", "one").running().size()
                + virtual.host("harbour", "two").running().size();
    }

    @Test
    void whatATokenRanIsAnsweredThoughItsDefinitionIsGone() {
        Engine engine = open(0);
        RunTaskRequest request = RunTaskRequest.builder()
                .cluster("harbour")
                .taskDefinition("web:1")
                .clientToken("once")
                .build();
        Task first = engine.tasks().run(request).tasks().get(0);
        engine.taskDefinitions().deregister("web:1");
        assertThat(engine.tasks().run(request).tasks())
                .extracting(Task::taskArn)
                .containsExactly(first.taskArn());
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void aProtectedTaskOutlivesScaleInUntilItsTimeIsOver() {
        Engine engine = open(3);
        assertThat(steady()).isTrue();
        List<String> two = tasks().stream().limit(2).map(Task::taskArn).toList();
        engine.tasks().updateProtection(new UpdateTaskProtectionRequest("harbour", two, true, 10));
        scaleTo(1);
        virtual.pass(Duration.ofMinutes(9));
        assertThat(tasks()).extracting(Task::taskArn).containsExactlyInAnyOrderElementsOf(two);
        assertThat(engine.tasks().getProtection("harbour", two).protectedTasks())
                .allMatch(ProtectedTask::protectionEnabled);
        virtual.pass(Duration.ofMinutes(2));
        assertThat(tasks()).hasSize(1);
        assertThat(steady()).isTrue();
    }

    @Test
    void theApplicationSaysWhichTaskIsStopped() {
        virtual.close();
        virtual = VirtualEngine.builder()
                .scaleInOrder(ScaleInOrder.byServiceName(Map.of("web", Comparator.comparing(Task::taskArn))))
                .build();
        open(3);
        assertThat(steady()).isTrue();
        List<String> sorted = tasks().stream().map(Task::taskArn).sorted().toList();
        scaleTo(1);
        assertThat(steady()).isTrue();
        assertThat(tasks()).extracting(Task::taskArn).containsExactly(sorted.get(2));
    }

    @Test
    void aPlanSaysWhatWouldMoveToAHostThatJoined() {
        Engine engine = open(4);
        assertThat(steady()).isTrue();
        assertThat(engine.placement().rebalance("harbour", 10).moves()).isEmpty();
        String third = engine.containerInstances()
                .register("harbour", "three", "process")
                .containerInstanceArn();
        virtual.pass(Duration.ofMinutes(1));
        assertThat(engine.placement().rebalance("harbour", 10))
                .satisfies(plan -> assertThat(plan.failures()).isEmpty())
                .satisfies(plan -> assertThat(plan.moves())
                        .singleElement()
                        .satisfies(move ->
                                assertThat(move.toContainerInstanceArn()).isEqualTo(third))
                        .satisfies(
                                move -> assertThat(move.improves().fromTasks()).isEqualTo(2)));
        assertThat(tasks()).as("nothing is moved by that").hasSize(4);
    }

    private void scaleTo(int desired) {
        virtual.engine()
                .services()
                .update(UpdateServiceRequest.builder()
                        .cluster("harbour")
                        .service("web")
                        .desiredCount(desired)
                        .build());
    }

    @Test
    void timePassesInTheTestAlone() {
        Instant before = virtual.clock().instant();
        virtual.pass(Duration.ofDays(2));
        assertThat(virtual.clock().instant()).isEqualTo(before.plus(Duration.ofDays(2)));
        assertThat(virtual.clock().withZone(ZoneId.of("Europe/Berlin")).instant())
                .isEqualTo(before.plus(Duration.ofDays(2)));
    }

    @Test
    void anImageThatCannotBeHadStartsNothingAndRecovers() {
        virtual.image("web").cannotBePulled();
        open(1);
        virtual.pass(Duration.ofMinutes(1));
        assertThat(running()).isZero();
        virtual.image("web").cannotBeCreated();
        virtual.pass(Duration.ofMinutes(1));
        assertThat(running()).isZero();
        virtual.image("web").works();
        assertThat(steady()).isTrue();
        assertThat(running()).isEqualTo(1);
    }

    @Test
    void anApplicationThatEndsIsReplaced() {
        virtual.image("web").exits(Duration.ofMinutes(1), 3);
        open(2);
        // The first one that ends is replaced at once, and those after it ever later.
        virtual.pass(Duration.ofSeconds(90));
        assertThat(tasks()).isNotEmpty();
        virtual.pass(Duration.ofMinutes(4));
        virtual.image("web").works();
        assertThat(steady()).isTrue();

        virtual.host("harbour", "one").crash("web", 139);
        virtual.host("harbour", "two").crash("another", 139);
        virtual.pass(Duration.ofMinutes(1));
        assertThat(steady()).isTrue();
        assertThat(running()).isEqualTo(2);
    }

    @Test
    void whatFallsIllIsReplacedAndWhatComesAfterItIsWell() {
        open(2);
        assertThat(steady()).isTrue();
        List<String> before = tasks().stream().map(Task::taskArn).toList();
        virtual.host("harbour", "one").makeUnhealthy("web");
        virtual.host("harbour", "two").makeUnhealthy("web");
        virtual.pass(Duration.ofMinutes(3));
        assertThat(steady()).isTrue();
        assertThat(tasks()).extracting(Task::taskArn).doesNotContainAnyElementsOf(before);
    }

    @Test
    void whatIsNeverHealthyIsNeverSteady() {
        virtual.image("web").isNeverHealthy();
        open(1);
        assertThat(virtual.engine()
                        .services()
                        .awaitSteadyState("harbour", "web", Duration.ofMinutes(2))
                        .reached())
                .isFalse();
    }

    @Test
    void whatIgnoresTheStopSignalIsKilled() {
        virtual.image("web").ignoresTheStopSignal();
        Engine engine = open(1);
        assertThat(steady()).isTrue();
        List<String> arns = engine.tasks().list("harbour").taskArns();
        Instant before = virtual.clock().instant();
        engine.services().forceDelete("harbour", "web");
        assertThat(engine.tasks().awaitStopped("harbour", arns, LONG).reached()).isTrue();
        assertThat(Duration.between(before, virtual.clock().instant())).isGreaterThan(Duration.ofSeconds(5));
        assertThat(running()).isZero();
    }

    @Test
    void aHostThatVanishesKeepsItsContainersAndOneWithoutPowerDoesNot() {
        open(2);
        assertThat(steady()).isTrue();
        VirtualHost one = virtual.host("harbour", "one");
        int onOne = one.running().size();
        assertThat(onOne).isPositive();
        one.vanish();
        virtual.pass(Duration.ofMinutes(2));
        assertThat(one.running()).hasSize(onOne);
        one.comeBack();
        assertThat(steady()).isTrue();
        assertThat(tasks()).hasSize(2);

        one.loseItsPower();
        assertThat(one.running()).isEmpty();
        one.comeBack();
        virtual.pass(Duration.ofMinutes(1));
        assertThat(steady()).isTrue();

        one.die();
        one.comeBack();
        virtual.pass(Duration.ofMinutes(1));
        assertThat(virtual.engine()
                        .services()
                        .awaitSteadyState("harbour", "web", Duration.ofMinutes(1))
                        .reasons())
                .isNotNull();
        assertThat(one.running()).isEmpty();
    }

    @Test
    void anEngineThatCrashesAnswersNoMoreAndTheNextOneGoesOn() {
        Engine crashed = open(2);
        assertThat(steady()).isTrue();
        virtual.crashEngine();
        assertThatThrownBy(() -> crashed.services().scale("harbour", "web", 3)).isInstanceOf(ServerException.class);
        virtual.restartEngine();
        assertThat(virtual.engine()).isNotSameAs(crashed);
        assertThat(steady()).isTrue();
        assertThat(tasks()).hasSize(2).extracting(Task::lastStatus).containsOnly(TaskStatus.RUNNING);
        virtual.restartEngine();
        assertThat(steady()).isTrue();
        assertThat(running()).isEqualTo(2);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        open(2);
        assertThat(steady()).isTrue();
        Instant first = virtual.clock().instant();
        virtual.close();
        virtual = VirtualEngine.create();
        open(2);
        assertThat(steady()).isTrue();
        assertThat(virtual.clock().instant()).isEqualTo(first);
        virtual.close();
        virtual = VirtualEngine.builder().seed(2).build();
        open(2);
        assertThat(steady()).isTrue();
        assertThat(virtual.clock().instant()).isNotEqualTo(first);
    }

    @Test
    void theApplicationSetsItsEngineUpAsItWants() {
        virtual.close();
        virtual = VirtualEngine.builder()
                .runtimeName("docker")
                .hosts(512, 512)
                .configuration(EngineConfiguration.builder()
                        .arnPrefix("arn:stowage:ecs:test:000000000042")
                        .build())
                .secrets((valueFrom, context) -> "none".toCharArray())
                .policy(spec -> Optional.of("nothing runs here"))
                .build();
        Engine engine = virtual.engine();
        engine.clusters().create("harbour");
        assertThat(engine.containerInstances()
                        .register("harbour", "small", "docker")
                        .containerInstanceArn())
                .startsWith("arn:stowage:ecs:test:000000000042");
        assertThatThrownBy(() -> engine.taskDefinitions().register(WEB))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("nothing runs here");
    }

    @Test
    void aHostIsKnownByTheNameOfItsInstance() {
        open(1);
        assertThatThrownBy(() -> virtual.host("harbour", "three"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("three");
    }
}
