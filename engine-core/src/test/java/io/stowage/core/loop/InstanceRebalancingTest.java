package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.RebalanceServicesResponse.Share;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.StartRebalancing;
import io.stowage.core.operation.StopRebalancing;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.operation.UpdateTaskProtection;
import io.stowage.model.DesiredStatus;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rebalancing over container instances, carried out on request. */
class InstanceRebalancingTest {

    private final LoopRig rig = LoopRig.open();

    private NotedAgent instance(String name) {
        NotedAgent agent = rig.agent(rig.register(name));
        agent.connect();
        rig.world.settle();
        return agent;
    }

    /** So many tasks of a service on one instance, and another one that is empty. */
    private List<NotedAgent> uneven(int tasks) {
        NotedAgent one = instance("one");
        rig.ask(LoopRig.service("shop", tasks));
        rig.world.settle();
        getOn(one);
        getOn(one);
        return List.of(one, instance("two"));
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

    private NotedAgent two() {
        return List.copyOf(rig.agents.values()).get(1);
    }

    private Service shop() {
        return Objects.requireNonNull(rig.service("shop"));
    }

    private @Nullable InstanceRebalancing asked() {
        return shop().instanceRebalancing();
    }

    private List<String> events() {
        return shop().events().stream().map(ServiceEvent::message).toList();
    }

    private void rebalance(int moves, int mostAtOnce) {
        rig.ask(new StartRebalancing(List.of(new Share("shop", moves)), mostAtOnce));
        rig.world.settle();
    }

    @Test
    void tasksMoveOneByOneAndTheOldOneStopsWhenTheNewOneIsHealthy() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rig.pass(Duration.ofHours(1));
        assertThat(two.orders).as("nobody has asked yet").isEmpty();

        rebalance(10, 1);
        List<String> newcomers = ordered(two, DesiredStatus.RUNNING);
        assertThat(newcomers).hasSize(1);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
        InstanceRebalancing asked = Objects.requireNonNull(asked());
        assertThat(asked.movesLeft()).isEqualTo(9);
        String leaving = asked.underWay().get(0).taskArn();
        assertThat(asked.underWay().get(0).newTaskArn()).endsWith(newcomers.get(0));

        getOn(two);
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(1);
        assertThat(leaving).endsWith(ordered(one, DesiredStatus.STOPPED).get(0));
        assertThat(ordered(two, DesiredStatus.RUNNING))
                .as("only when it is gone")
                .hasSize(1);
        assertThat(Objects.requireNonNull(asked()).movesMade()).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            getOn(one, two);
        }
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(2);
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(2);
        assertThat(asked()).isNull();
        assertThat(events())
                .contains(
                        "(service shop) is to be rebalanced over container instances. At most 10 tasks are moved.",
                        "(service shop) has been rebalanced over container instances. 2 tasks were moved."
                                + " No other move improves the balance.")
                .anyMatch(event -> event.startsWith("(service shop) has started 1 tasks on (instance ")
                        && event.endsWith("). It takes the place of (task "
                                + leaving.substring(leaving.lastIndexOf('/') + 1) + ")."));
        rig.pass(Duration.ofHours(1));
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(2);
    }

    @Test
    void theBudgetEndsIt() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rebalance(1, 1);
        for (int i = 0; i < 4; i++) {
            getOn(one, two);
        }
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(1);
        assertThat(asked()).isNull();
        assertThat(events()).anyMatch(event -> event.endsWith("1 tasks were moved. That was all that was asked for."));
    }

    @Test
    void severalMoveAtOnce() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rebalance(10, 2);
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(2);
        getOn(two);
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(2);
        for (int i = 0; i < 4; i++) {
            getOn(one, two);
        }
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(2);
        assertThat(asked()).isNull();
    }

    @Test
    void aNewcomerThatFailsCostsAMoveAndTheNextOneWaits() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rebalance(10, 1);
        for (int failed = 0; failed < 3; failed++) {
            two.report(ordered(two, DesiredStatus.RUNNING).get(failed), TaskStatus.STOPPED);
            rig.pass(Duration.ofMinutes(9));
            assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(failed + 1);
            rig.pass(Duration.ofMinutes(2));
        }
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(3);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
        assertThat(asked()).isNull();
        assertThat(events()).anyMatch(event -> event.contains("0 tasks were moved. Its tasks fail"));
    }

    @Test
    void whatIsProtectedMeanwhileStaysAndTheNewcomerGoes() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rebalance(1, 1);
        List<String> all = ordered(one, DesiredStatus.RUNNING);
        rig.ask(new UpdateTaskProtection(new UpdateTaskProtectionRequest(null, all, true, 60)));
        rig.world.settle();
        assertThat(ordered(two, DesiredStatus.STOPPED)).hasSize(1);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
    }

    @Test
    void whoStopsItHasTheNewcomerStopped() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rebalance(5, 1);
        assertThat(rig.ask(new StopRebalancing(null))).containsExactly(shop().serviceArn());
        rig.world.settle();
        assertThat(ordered(two, DesiredStatus.STOPPED)).hasSize(1);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
        assertThat(asked()).isNull();
        assertThat(rig.ask(new StopRebalancing("shop"))).isEmpty();
    }

    @Test
    void aRolloutGoesFirst() {
        NotedAgent one = uneven(4).get(0);
        NotedAgent two = two();
        rebalance(5, 1);
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .forceNewDeployment(true)
                        .build(),
                null));
        rig.world.settle();
        InstanceRebalancing asked = Objects.requireNonNull(asked());
        assertThat(asked.underWay()).isEmpty();
        assertThat(asked.movesLeft()).isEqualTo(4);
        for (int i = 0; i < 8; i++) {
            getOn(one, two);
        }
        assertThat(asked()).as("the rollout has balanced it").isNull();
    }

    @Test
    void aServiceThatIsDeletedMovesNothing() {
        uneven(4);
        rebalance(5, 1);
        rig.ask(new DeleteService("shop", true));
        rig.world.settle();
        assertThat(asked()).isNull();
    }
}
