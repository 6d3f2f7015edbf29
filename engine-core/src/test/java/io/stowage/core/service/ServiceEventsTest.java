package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.PlacementFailure;
import io.stowage.model.InstanceRebalancing;
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
        assertThat(ServiceEvents.mayNotRenew(WEB))
                .isEqualTo(
                        "(service web) was unable to replace tasks that have reached their maximum lifetime because of the"
                                + " service deployment configuration. Update the minimumHealthyPercent value and try again.");
        assertThat(ServiceEvents.deploymentCompleted(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) (deployment ecs-svc/1) deployment completed.");
        assertThat(ServiceEvents.stuckByConfiguration(WEB))
                .isEqualTo("(service web) was unable to stop or start tasks during a deployment because of the service"
                        + " deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try"
                        + " again.");
    }

    @Test
    void ofRolloutsThatEnd() {
        assertThat(ServiceEvents.deploymentFailed(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start.");
        assertThat(ServiceEvents.alarmDetected(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) (deployment ecs-svc/1) deployment failed: alarm detected.");
        assertThat(ServiceEvents.deploymentStopped(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) (deployment ecs-svc/1) deployment stopped.");
        assertThat(ServiceEvents.rollingBack(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) rolling back to deployment ecs-svc/1.");
        assertThat(ServiceEvents.nothingToRollBackTo(WEB))
                .isEqualTo("(service web) was unable to roll back because none of its deployments has ever completed."
                        + " Update the service to start a new deployment.");
    }

    @Test
    void ofWhatKeepsItFromScalingIn() {
        assertThat(ServiceEvents.unableToScaleIn(WEB))
                .isEqualTo("(service web) was unable to reach steady state because task set was unable to scale in."
                        + " Reason: The number of protected tasks are more than the desired count of tasks");
        assertThat(ServiceEvents.rolloutHeld(WEB, "ecs-svc/1"))
                .isEqualTo("(service web) was unable to reach steady state because (task set ecs-svc/1) was unable to"
                        + " scale in. Reason: The number of protected tasks are more than the desired count of tasks");
        assertThat(ServiceEvents.scaleInOrderFailed(WEB, "java.lang.Error: no"))
                .isEqualTo("(service web) was scaled in by its placement strategies, because the order that the host"
                        + " application gives for it failed: java.lang.Error: no");
    }

    @Test
    void ofZonesAndInstancesThatAreEvenedOut() {
        FakeService service = FakeService.of(3, 100, 200).deploy("ecs-svc/1");
        service.task("ecs-svc/1", FakeService.Life.HEALTHY, "a/1");
        service.task("ecs-svc/1", FakeService.Life.HEALTHY, "a/2");
        ZoneBalance balance = new ZoneBalance(service, List.of("a", "b"));
        assertThat(ServiceEvents.notBalanced(WEB, balance))
                .isEqualTo("(service web) is not AZ balanced with 2 tasks in a, 0 tasks in b."
                        + " AZ Rebalancing in progress.");
        assertThat(ServiceEvents.balanced(WEB, balance))
                .isEqualTo("(service web) is AZ balanced with 2 tasks in a, 0 tasks in b.");
        assertThat(ServiceEvents.startedToRebalance(WEB, "b", List.of("t3")))
                .isEqualTo("(service web) has started 1 tasks in b to AZ Rebalance: (task t3).");
        assertThat(ServiceEvents.toRebalance(WEB, 4))
                .isEqualTo("(service web) is to be rebalanced over container instances. At most 4 tasks are moved.");
        assertThat(ServiceEvents.startedToMove(WEB, "t1", "t9", "i-1"))
                .isEqualTo("(service web) has started 1 tasks on (instance i-1) to rebalance: (task t9)."
                        + " It takes the place of (task t1).");
        assertThat(ServiceEvents.rebalanced(
                        WEB, new InstanceRebalancing(FakeService.NOW, 1, 0, 4, List.of()), "All is even."))
                .isEqualTo("(service web) has been rebalanced over container instances. 4 tasks were moved."
                        + " All is even.");
    }

    @Test
    void ofTasksThatAreOldOrCanNotBeRead() {
        assertThat(ServiceEvents.startedToRenew(WEB, List.of("t1", "t2")))
                .isEqualTo("(service web) has started 2 tasks to replace tasks that have reached their maximum"
                        + " lifetime: (task t1) (task t2).");
        assertThat(ServiceEvents.unableToRenew(WEB))
                .isEqualTo("(service web) was unable to replace tasks that have reached their maximum lifetime because"
                        + " no container instance met all of the requirements of one more task.");
        assertThat(ServiceEvents.tasksAside(WEB, 1))
                .isEqualTo("(service web) has 1 task whose stored records can't be read."
                        + " They count as running and are neither stopped nor replaced.");
        assertThat(ServiceEvents.tasksAside(WEB, 2)).startsWith("(service web) has 2 tasks whose stored records");
    }
}
