package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.CreateService;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DesiredStatus;
import io.stowage.model.ServiceEvent;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The maximum lifetime of tasks, carried out. */
class TaskLifetimeTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = connected();

    private NotedAgent connected() {
        NotedAgent connected = rig.agent(rig.register("one"));
        connected.connect();
        rig.world.settle();
        return connected;
    }

    private void shop(int desired, int minimum, int maximum) {
        CreateService plain = LoopRig.service("shop", desired);
        rig.ask(new CreateService(
                plain.request().toBuilder()
                        .maximumTaskLifetimeSeconds(3_600)
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .minimumHealthyPercent(minimum)
                                .maximumPercent(maximum)
                                .build())
                        .build(),
                plain.definition(),
                ""));
        rig.world.settle();
        getOn();
    }

    private List<String> ordered(DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .toList();
    }

    private void getOn() {
        List<String> stopped = ordered(DesiredStatus.STOPPED);
        List<String> running = new ArrayList<>(ordered(DesiredStatus.RUNNING));
        running.removeAll(stopped);
        running.forEach(task -> agent.report(task, TaskStatus.RUNNING));
        stopped.forEach(task -> agent.report(task, TaskStatus.STOPPED));
        rig.pass(Duration.ofSeconds(41));
    }

    private List<String> events() {
        return Objects.requireNonNull(rig.service("shop")).events().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    @Test
    void anotherTaskIsStartedAndTheOldOneStopsWhenItIsHealthy() {
        shop(1, 100, 200);
        String old = ordered(DesiredStatus.RUNNING).get(0);
        rig.pass(Duration.ofMinutes(53));
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(1);
        rig.pass(Duration.ofMinutes(7));
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(2);
        assertThat(ordered(DesiredStatus.STOPPED)).isEmpty();
        String newcomer = ordered(DesiredStatus.RUNNING).get(1);
        assertThat(events())
                .contains(
                        "(service shop) has started 1 tasks to replace tasks that have reached their maximum lifetime:"
                                + " (task " + newcomer + ").");
        getOn();
        assertThat(ordered(DesiredStatus.STOPPED)).containsExactly(old);
        getOn();
        rig.pass(Duration.ofMinutes(50));
        assertThat(ordered(DesiredStatus.RUNNING)).as("the next one is young").hasSize(2);
    }

    @Test
    void whereNoTaskMayBeBesideItStopsFirst() {
        shop(2, 50, 100);
        rig.pass(Duration.ofMinutes(60));
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(1);
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(3);
        getOn();
        getOn();
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(2);
    }

    /** Four fill the instance. */
    @Test
    void whereThereIsNoRoomForAnotherOneItStopsFirst() {
        shop(4, 75, 200);
        rig.pass(Duration.ofMinutes(60));
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(1);
    }

    @Test
    void whereThereIsNoRoomAndNoneMayStopItIsSaid() {
        shop(4, 100, 200);
        rig.pass(Duration.ofMinutes(65));
        assertThat(ordered(DesiredStatus.STOPPED)).isEmpty();
        assertThat(events())
                .containsOnlyOnce("(service shop) was unable to replace tasks that have reached their maximum lifetime"
                        + " because no container instance met all of the requirements of one more task.");
    }
}
