package io.stowage.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Endpoint;
import io.stowage.Engine;
import io.stowage.model.Container;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readiness apart from health: what is not ready takes no traffic and doesn't count, and nobody stops or replaces it. */
class ReadinessTest {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String BOTH = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "%s", "cpu": 128, "memory": 128, "stopTimeout": 5,
                  "healthCheck": { "command": ["CMD", "is-alive"], "interval": 5 },
                  "readinessCheck": { "command": ["CMD", "is-ready"], "interval": 5, "retries": 1 } } ] }""";
    private static final String READINESS_ALONE = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "%s", "cpu": 128, "memory": 128, "stopTimeout": 5,
                  "readinessCheck": { "command": ["CMD-SHELL", "is-ready"], "interval": 5, "retries": 1 } } ] }""";

    private final VirtualEngine virtual = VirtualEngine.create();
    private Engine engine;

    @BeforeEach
    void open() {
        engine = virtual.engine();
        engine.clusters().create("harbour");
        engine.containerInstances().register("harbour", "one", "process");
        engine.containerInstances().register("harbour", "two", "process");
    }

    @AfterEach
    void close() {
        virtual.close();
    }

    private void serve(String definition, int desired) {
        engine.taskDefinitions().register(definition.formatted("web"));
        engine.services().create("harbour", "web", "web", desired);
        assertThat(engine.services().awaitSteadyState("harbour", "web", LONG).reasons())
                .isEmpty();
    }

    private List<Task> tasks() {
        return engine.tasks()
                .describe("harbour", engine.tasks().list("harbour").taskArns())
                .tasks();
    }

    private List<String> endpoints() {
        return engine.services().endpoints("harbour", "web").stream()
                .map(Endpoint::taskArn)
                .toList();
    }

    private DeploymentRolloutState rollout() {
        return engine.services()
                .describe("harbour", List.of("web"))
                .services()
                .get(0)
                .deployments()
                .get(0)
                .rolloutState();
    }

    @Test
    void whatIsNoLongerReadyLeavesTheEndpointsAndStays() {
        serve(BOTH, 3);
        List<Task> before = tasks();
        assertThat(before)
                .flatExtracting(Task::containers)
                .extracting(Container::ready)
                .containsOnly(true);
        assertThat(endpoints()).hasSize(3);

        virtual.host("harbour", "one").makeReady("web", false);
        virtual.host("harbour", "two").makeReady("web", false);
        virtual.pass(Duration.ofMinutes(20));
        assertThat(endpoints()).isEmpty();
        assertThat(tasks())
                .extracting(Task::taskArn)
                .as("nobody replaces them")
                .containsExactlyElementsOf(before.stream().map(Task::taskArn).toList());
        assertThat(tasks()).extracting(Task::healthStatus).containsOnly(HealthStatus.UNKNOWN);
        assertThat(tasks()).flatExtracting(Task::containers).allSatisfy(container -> {
            assertThat(container.healthStatus()).isEqualTo(HealthStatus.HEALTHY);
            assertThat(container.ready()).isFalse();
        });

        virtual.host("harbour", "one").makeReady("web", true);
        virtual.host("harbour", "two").makeReady("web", true);
        virtual.pass(Duration.ofMinutes(1));
        assertThat(endpoints()).hasSize(3);
    }

    @Test
    void aRolloutWaitsForWhatIsNotReadyAndKeepsWhatServes() {
        serve(BOTH, 2);
        List<String> serving = endpoints();
        virtual.image("web-2").isNeverReady();
        engine.taskDefinitions().register(BOTH.formatted("web-2"));
        engine.services().update("harbour", "web", "web:2");
        virtual.pass(Duration.ofMinutes(20));
        assertThat(endpoints()).isEqualTo(serving);
        assertThat(rollout()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        List<Task> both = tasks();
        assertThat(both).hasSize(4).extracting(Task::lastStatus).containsOnly(TaskStatus.RUNNING);

        virtual.host("harbour", "one").makeReady("web-2", true);
        virtual.host("harbour", "two").makeReady("web-2", true);
        assertThat(engine.services().awaitSteadyState("harbour", "web", LONG).reasons())
                .isEmpty();
        assertThat(endpoints()).hasSize(2).doesNotContainAnyElementsOf(serving);
        assertThat(both).extracting(Task::taskArn).containsAll(endpoints());
    }

    @Test
    void withoutAHealthCheckATaskCountsWhenItIsReadyAndNotAfterFortySeconds() {
        serve(READINESS_ALONE, 2);
        List<String> serving = endpoints();
        assertThat(serving).hasSize(2);
        virtual.image("web-2").isNeverReady();
        engine.taskDefinitions().register(READINESS_ALONE.formatted("web-2"));
        engine.services().update("harbour", "web", "web:2");
        virtual.pass(Duration.ofMinutes(10));
        assertThat(rollout()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        assertThat(endpoints()).isEqualTo(serving);
    }

    @Test
    void whatIsReadyStaysSoForTheNextEngine() {
        serve(BOTH, 2);
        List<String> serving = endpoints();
        virtual.crashEngine();
        virtual.restartEngine();
        engine = virtual.engine();
        assertThat(engine.services().awaitSteadyState("harbour", "web", LONG).reasons())
                .isEmpty();
        assertThat(endpoints()).isEqualTo(serving);
        virtual.pass(Duration.ofMinutes(1));
        assertThat(endpoints()).isEqualTo(serving);
    }

    @Test
    void whatIsUnhealthyIsReplacedThoughItIsReady() {
        serve(BOTH, 2);
        List<String> before = endpoints();
        virtual.host("harbour", "one").makeUnhealthy("web");
        virtual.host("harbour", "two").makeUnhealthy("web");
        virtual.pass(Duration.ofMinutes(5));
        assertThat(endpoints()).hasSize(2).doesNotContainAnyElementsOf(before);
    }
}
