package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the tasks of an instance that drains. */
class DrainingTest {

    private final LoopRig rig = LoopRig.open();

    private static List<String> ordered(NotedAgent agent, DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .toList();
    }

    private void state(NotedAgent agent, ContainerInstanceStatus status) {
        rig.ask(new UpdateContainerInstancesState(
                new UpdateContainerInstancesStateRequest(null, List.of(agent.instanceId), status)));
        rig.world.settle();
    }

    /** A service of one task on an instance that then drains, beside an empty one. */
    @ParameterizedTest(name = "{0} {1} with {2}/{3}: stopped {4} at once, replaced {5} at once")
    @CsvSource({
        "PENDING, UNKNOWN,   100, 200, true,  true",
        "RUNNING, UNKNOWN,   100, 200, false, true",
        "RUNNING, HEALTHY,   100, 200, false, true",
        "RUNNING, UNHEALTHY, 100, 200, false, true",
        "RUNNING, HEALTHY,   0,   100, true,  true",
        "RUNNING, UNHEALTHY, 0,   100, true,  true",
        "PENDING, UNKNOWN,   0,   100, true,  true",
    })
    void aTaskOfAService(
            TaskStatus status, HealthStatus health, int minimum, int maximum, boolean stopped, boolean replaced) {
        NotedAgent one = rig.instance("one");
        rig.ask(LoopRig.service("shop", 1, minimum, maximum));
        rig.world.settle();
        String task = ordered(one, DesiredStatus.RUNNING).get(0);
        NotedAgent two = rig.instance("two");
        if (status == TaskStatus.RUNNING) {
            one.report(task, TaskStatus.RUNNING, health);
        }
        state(one, ContainerInstanceStatus.DRAINING);
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(stopped ? 1 : 0);
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(replaced ? 1 : 0);

        if (!stopped) {
            two.report(ordered(two, DesiredStatus.RUNNING).get(0), TaskStatus.RUNNING, HealthStatus.HEALTHY);
            rig.world.settle();
            assertThat(ordered(one, DesiredStatus.STOPPED)).containsExactly(task);
        }
    }

    @Test
    void aTaskOfNoServiceStaysAndKeepsTheInstanceFromBeingDeregistered() {
        NotedAgent one = rig.instance("one");
        String job = rig.run();
        one.report(job, TaskStatus.RUNNING);
        state(one, ContainerInstanceStatus.DRAINING);
        rig.pass(Duration.ofHours(2));
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();

        Assertions.assertThatThrownBy(() -> rig.ask(new DeregisterContainerInstance(one.instanceId, false)))
                .hasCauseInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Found running tasks on the instance");
        one.report(job, TaskStatus.STOPPED);
        rig.world.settle();
        rig.ask(new DeregisterContainerInstance(one.instanceId, false));
    }

    @Test
    void backInUseWhatStillRunsThereCountsAgain() {
        NotedAgent one = rig.instance("one");
        rig.ask(LoopRig.service("shop", 1, 100, 200));
        rig.world.settle();
        one.report(ordered(one, DesiredStatus.RUNNING).get(0), TaskStatus.RUNNING, HealthStatus.HEALTHY);
        NotedAgent two = rig.instance("two");
        state(one, ContainerInstanceStatus.DRAINING);
        state(one, ContainerInstanceStatus.ACTIVE);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
        assertThat(ordered(two, DesiredStatus.STOPPED)).isEqualTo(ordered(two, DesiredStatus.RUNNING));
        assertThat(Objects.requireNonNull(rig.service("shop")).runningCount()).isEqualTo(1);
    }

    @Test
    void deregisteredByForceItsTasksAreReplacedElsewhere() {
        NotedAgent one = rig.instance("one");
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        one.report(ordered(one, DesiredStatus.RUNNING).get(0), TaskStatus.RUNNING);
        NotedAgent two = rig.instance("two");
        rig.ask(new DeregisterContainerInstance(one.instanceId, true));
        rig.world.settle();
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
    }
}
