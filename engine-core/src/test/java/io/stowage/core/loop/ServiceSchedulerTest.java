package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the actions of a turn are shared out. */
class ServiceSchedulerTest {

    /** Two launches or stops a turn. */
    private static LoopSettings narrow() {
        LoopSettings wide = LoopRig.SETTINGS;
        return new LoopSettings(
                wide.arnPrefix(),
                wide.lease(),
                wide.retention(),
                wide.healthyAfterRunning(),
                wide.services(),
                new LoopSettings.Limits(2, 100));
    }

    private final LoopRig rig = LoopRig.open(narrow());
    private final NotedAgent agent = rig.instance("one");

    private List<String> ordered(DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .collect(Collectors.toList());
    }

    /** Four tasks fit, and six are left over that fit nowhere. */
    private void overfill() {
        rig.ask(LoopRig.service("shop", 10));
        rig.world.settle();
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(4);
    }

    @Test
    void launchesThatFitNowhereLeaveStopsTheirShare() {
        overfill();
        rig.ask(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                null, List.of(agent.instanceId), ContainerInstanceStatus.DRAINING)));
        rig.world.settle();
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(4);
    }

    @Test
    void launchesThatFitNowhereLeaveOtherServicesTheirShare() {
        overfill();
        rig.ask(LoopRig.service("other", 3));
        rig.world.settle();
        rig.ask(new DeleteService("shop", true));
        rig.world.settle();
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(4);
        ordered(DesiredStatus.STOPPED).forEach(task -> agent.report(task, TaskStatus.STOPPED));
        rig.world.settle();
        assertThat(Objects.requireNonNull(rig.service("other")).pendingCount()).isEqualTo(3);
    }

    @Test
    void anUnhealthyTaskGoesAheadOfItsReplacementWithTheLeastBudget() {
        rig.ask(LoopRig.service("shop", 2, 0, 100));
        rig.world.settle();
        String sick = ordered(DesiredStatus.RUNNING).get(0);
        for (String task : ordered(DesiredStatus.RUNNING)) {
            agent.report(task, TaskStatus.RUNNING, task.equals(sick) ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY);
        }
        rig.world.settle();
        assertThat(ordered(DesiredStatus.STOPPED)).containsExactly(sick);
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(3);
    }
}
