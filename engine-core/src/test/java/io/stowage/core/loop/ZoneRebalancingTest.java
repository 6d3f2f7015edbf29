package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.StopTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UpdateService;
import io.stowage.model.Attribute;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.ServiceEvent;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Availability-zone rebalancing, carried out. */
class ZoneRebalancingTest {

    private final LoopRig rig = LoopRig.open();

    private static CreateService evening(int desired) {
        CreateService plain = LoopRig.service("shop", desired);
        return new CreateService(
                plain.request().toBuilder()
                        .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                        .build(),
                plain.definition(),
                "");
    }

    private NotedAgent instanceIn(String zone, String name) {
        String id = rig.register(name);
        ClusterOperation<String> put = turn -> {
            ContainerInstance record =
                    Objects.requireNonNull(turn.state().instance(id)).record();
            turn.transaction()
                    .putInstance(record.toBuilder()
                            .attributes(List.of(new Attribute("ecs.availability-zone", zone, null, null)))
                            .build());
            return "done";
        };
        rig.ask(put);
        NotedAgent agent = rig.agent(id);
        agent.connect();
        rig.world.settle();
        return agent;
    }

    private static List<String> ordered(NotedAgent agent, DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .toList();
    }

    /** Everything that was ordered to run, or to stop, does; what runs becomes healthy by running on. */
    private void getOn(NotedAgent... agents) {
        for (NotedAgent agent : agents) {
            List<String> stopped = ordered(agent, DesiredStatus.STOPPED);
            List<String> running = new ArrayList<>(ordered(agent, DesiredStatus.RUNNING));
            running.removeAll(stopped);
            running.forEach(task -> agent.report(task, TaskStatus.RUNNING));
            stopped.forEach(task -> agent.report(task, TaskStatus.STOPPED));
        }
        rig.pass(Duration.ofSeconds(41));
    }

    private List<String> events() {
        return Objects.requireNonNull(rig.service("shop")).events().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    @Test
    void aZoneThatComesIsFilledTaskByTask() {
        NotedAgent one = instanceIn("a", "one");
        rig.ask(evening(3));
        rig.world.settle();
        getOn(one);
        assertThat(ordered(one, DesiredStatus.RUNNING)).hasSize(3);

        NotedAgent two = instanceIn("b", "two");
        String newcomer = ordered(two, DesiredStatus.RUNNING).get(0);
        assertThat(ordered(one, DesiredStatus.STOPPED))
                .as("before it is healthy")
                .isEmpty();
        assertThat(events())
                .contains(
                        "(service shop) is not AZ balanced with 3 tasks in a, 0 tasks in b. AZ Rebalancing in progress.",
                        "(service shop) has started 1 tasks in b to AZ Rebalance: (task " + newcomer + ").");

        getOn(two);
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(1);
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
        getOn(one, two);
        assertThat(events()).contains("(service shop) is AZ balanced with 2 tasks in a, 1 tasks in b.");
        rig.pass(Duration.ofHours(1));
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
        assertThat(events().stream().filter(event -> event.contains("is AZ balanced")))
                .hasSize(1);
    }

    @Test
    void aZoneWithoutRoomIsTriedAgain() {
        NotedAgent one = instanceIn("a", "one");
        NotedAgent two = instanceIn("b", "two");
        rig.ask(LoopRig.service("other", 8));
        rig.world.settle();
        getOn(one, two);
        rig.ask(evening(2));
        rig.world.settle();
        ordered(one, DesiredStatus.RUNNING).stream()
                .limit(2)
                .forEach(task -> rig.ask(new StopTask(new StopTaskRequest(null, task, null))));
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder().service("other").desiredCount(6).build(), null));
        rig.world.settle();
        getOn(one, two);
        getOn(one, two);
        rig.pass(Duration.ofMinutes(5));
        assertThat(events()).as("both are in a, and b is full").noneMatch(event -> event.contains("AZ"));

        two.report(ordered(two, DesiredStatus.RUNNING).get(0), TaskStatus.STOPPED);
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder().service("other").desiredCount(5).build(), null));
        rig.pass(Duration.ofMinutes(2));
        assertThat(events()).anyMatch(event -> event.contains("to AZ Rebalance"));
    }

    @Test
    void aServiceThatIsToldToEvensOut() {
        NotedAgent one = instanceIn("a", "one");
        rig.ask(LoopRig.service("shop", 2));
        rig.world.settle();
        getOn(one);
        NotedAgent two = instanceIn("b", "two");
        rig.pass(Duration.ofMinutes(5));
        assertThat(two.orders).isEmpty();

        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                        .build(),
                null));
        rig.world.settle();
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
    }

    @Test
    void aNewcomerThatFailsCostsNobodyHisPlaceAndIsFollowedAfterTenMinutes() {
        NotedAgent one = instanceIn("a", "one");
        rig.ask(evening(2));
        rig.world.settle();
        getOn(one);
        NotedAgent two = instanceIn("b", "two");
        two.report(ordered(two, DesiredStatus.RUNNING).get(0), TaskStatus.STOPPED);
        rig.pass(Duration.ofMinutes(9));
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
        rig.pass(Duration.ofMinutes(2));
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(2);
    }

    @Test
    void withTheThirdFailureInARowThereAreNoMoreNewcomers() {
        NotedAgent one = instanceIn("a", "one");
        rig.ask(evening(2));
        rig.world.settle();
        getOn(one);
        NotedAgent two = instanceIn("b", "two");
        for (int failed = 0; failed < 3; failed++) {
            two.report(ordered(two, DesiredStatus.RUNNING).get(failed), TaskStatus.STOPPED);
            rig.pass(Duration.ofMinutes(11));
        }
        rig.pass(Duration.ofHours(6));
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(3);

        rig.ask(new StopTask(
                new StopTaskRequest(null, ordered(one, DesiredStatus.RUNNING).get(0), null)));
        rig.world.settle();
        getOn(one, two);
        assertThat(ordered(two, DesiredStatus.RUNNING))
                .as("a task that is healthy ends it")
                .hasSizeGreaterThan(3);
    }
}
