package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.PlacementFailure;
import io.stowage.model.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ECS's texts, letter by letter. */
class ServiceEventsTest {

    private static final Service WEB = FakeService.of(1, 100, 200).service();

    @Test
    void startedAndStopped() {
        assertThat(ServiceEvents.started(WEB, List.of("t1", "t2")))
                .isEqualTo("(service web) has started 2 tasks: (task t1) (task t2).");
        assertThat(ServiceEvents.stopped(WEB, List.of("t1")))
                .isEqualTo("(service web) has stopped 1 running tasks: (task t1).");
    }

    @Test
    void unableToPlace() {
        PlacementFailure none = new PlacementFailure(
                1,
                "NO ACTIVE INSTANCES",
                "No Container Instances were found in your cluster.",
                Map.of(),
                null,
                List.of());
        assertThat(ServiceEvents.unableToPlace(WEB, none))
                .isEqualTo("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. Reason: No Container Instances were found in your cluster.");
        PlacementFailure cpu = new PlacementFailure(
                1,
                "RESOURCE:CPU",
                "The closest matching (container-instance i-1) has insufficient CPU units available.",
                Map.of("RESOURCE:CPU", 1),
                "i-1",
                List.of());
        assertThat(ServiceEvents.unableToPlace(WEB, cpu))
                .isEqualTo("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance i-1) has insufficient CPU units"
                        + " available.");
    }

    @Test
    void theOthers() {
        assertThat(ServiceEvents.steadyState(WEB)).isEqualTo("(service web) has reached a steady state.");
        assertThat(ServiceEvents.unableToStartConsistently(WEB))
                .isEqualTo("(service web) is unable to consistently start tasks successfully.");
        assertThat(ServiceEvents.deploymentCompleted(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) (deployment ecs-svc/1) deployment completed.");
        assertThat(ServiceEvents.stuckByConfiguration(WEB))
                .isEqualTo("(service web) was unable to stop or start tasks during a deployment because of the service"
                        + " deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try"
                        + " again.");
    }
}
