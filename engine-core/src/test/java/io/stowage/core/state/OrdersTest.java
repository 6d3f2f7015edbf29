package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.TaskOrder;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents are told of tasks, and when. */
class OrdersTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    @BeforeEach
    void aTask() {
        commit(transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("shop", 1));
            transaction.addTask(task("t1"));
        });
    }

    private static Task task(String id) {
        return StateFixture.task(id, "i1", "shop", 1, NOW);
    }

    private void commit(Consumer<Transaction> changes) {
        rig.commit(NOW, changes);
    }

    private static Container container(String name, ContainerStatus status, String runtimeId, int restarts) {
        return StateFixture.container("t1", List.of()).toBuilder()
                .name(name)
                .lastStatus(status)
                .runtimeId(runtimeId)
                .restartCount(restarts)
                .build();
    }

    private TaskOrder orderOf(Task task) {
        return Orders.of(state, task);
    }

    private TaskOrder orderWith(Container... containers) {
        return orderOf(task("t1").toBuilder().containers(List.of(containers)).build());
    }

    @Test
    void anOrderSaysWhatIsCommittedOfTheTask() {
        TaskOverride overrides = new TaskOverride(null, "256", null, null, null, null);
        Task task = task("t1").toBuilder()
                .overrides(overrides)
                .desiredStatus(DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.RUNNING)
                .healthStatus(HealthStatus.HEALTHY)
                .build();
        assertThat(orderOf(task))
                .isEqualTo(new TaskOrder(
                        "t1",
                        StateFixture.IDS.task("t1"),
                        "shop",
                        StateFixture.definition(1),
                        overrides,
                        DesiredStatus.STOPPED,
                        TaskStatus.RUNNING,
                        HealthStatus.HEALTHY,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        1));
    }

    @Test
    void anOrderNamesTheRunOfEachContainerThatRuns() {
        TaskOrder order = orderWith(
                container("first", ContainerStatus.RUNNING, "a", 0),
                container("third", ContainerStatus.RUNNING, "b", 2),
                container("unknown", ContainerStatus.RUNNING, null, 0),
                container("ended", ContainerStatus.STOPPED, "c", 0));
        assertThat(order.runs()).containsOnlyKeys("first", "third");
        assertThat(order.stopped()).containsExactly("ended");
        assertThat(Objects.requireNonNull(order.runs().get("first")).number()).isZero();
        assertThat(Objects.requireNonNull(order.runs().get("third")).number()).isEqualTo(2);
        assertThat(Objects.requireNonNull(order.runs().get("third")).runtimeId())
                .isEqualTo("b");
    }

    @Test
    void anOrderNamesTheNextRunOfEachContainerThatIsBetweenTwo() {
        TaskOrder order = orderWith(
                container("first", ContainerStatus.PENDING, null, 0),
                container("restarts", ContainerStatus.PENDING, null, 1),
                container("runs", ContainerStatus.RUNNING, "b", 2),
                container("ended", ContainerStatus.STOPPED, null, 3));
        assertThat(order.nextRuns()).containsExactly(Map.entry("restarts", 1));
    }

    @Test
    void theManifestOfAnInstanceHasItsTasksThatAreNotStopped() {
        commit(transaction -> transaction.addTask(task("t2")));
        commit(transaction -> transaction.changeTask(
                "t1", task -> task.desiredStatus(DesiredStatus.STOPPED).lastStatus(TaskStatus.STOPPED)));
        List<TaskOrder> manifest = Orders.manifest(state, Objects.requireNonNull(state.instance("i1")));
        assertThat(manifest).containsExactly(orderOf(Objects.requireNonNull(state.task("t2"))));
        assertThat(manifest.get(0).commit()).as("the commit that is done").isEqualTo(3);
    }

    /** What a transaction tells the agent of i1. */
    private List<TaskOrder> toldIn(Consumer<Transaction> changes) {
        List<TaskOrder> told = new ArrayList<>();
        commit(transaction -> {
            changes.accept(transaction);
            told.addAll(transaction.orders().getOrDefault("i1", List.of()));
        });
        return told;
    }

    @Test
    void anAgentIsToldOfATaskThatIsNewAndOfOneThatIsToStop() {
        List<TaskOrder> told = toldIn(transaction -> {
            transaction.addTask(task("t2"));
            transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED));
        });
        assertThat(told).extracting(TaskOrder::taskId).containsExactly("t2", "t1");
        assertThat(told.get(1).desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(told)
                .extracting(TaskOrder::commit)
                .as("the commit that is to come")
                .containsOnly(2L);
    }

    @Test
    void anAgentIsNotToldOfWhatItSaysItself() {
        assertThat(toldIn(transaction -> transaction.changeTask("t1", task -> task.lastStatus(TaskStatus.RUNNING))))
                .isEmpty();
        assertThat(toldIn(transaction -> transaction.changeTask(
                        "t1", task -> task.desiredStatus(DesiredStatus.STOPPED).lastStatus(TaskStatus.STOPPED))))
                .isEmpty();
    }

    @Test
    void nobodyIsToldOfATaskThatIsNowhere() {
        commit(transaction -> {
            transaction.addTask(
                    task("t2").toBuilder().containerInstanceArn(null).build());
            assertThat(transaction.orders().values()).allMatch(Collection::isEmpty);
        });
    }

    @Test
    void anAgentIsNotToldOfATaskThatWasTakenBack() {
        assertThat(toldIn(transaction -> {
                    transaction.savepoint();
                    transaction.addTask(task("t2"));
                    transaction.rollback();
                }))
                .isEmpty();
    }

    @Test
    void anAgentIsToldOfATaskAsItIsAfterAPartThatWasTakenBack() {
        List<TaskOrder> told = toldIn(transaction -> {
            transaction.addTask(task("t2"));
            transaction.savepoint();
            transaction.changeTask("t2", task -> task.desiredStatus(DesiredStatus.STOPPED));
            transaction.rollback();
        });
        assertThat(told).extracting(TaskOrder::desiredStatus).containsExactly(DesiredStatus.RUNNING);
        assertThat(toldIn(transaction -> {
                    transaction.savepoint();
                    transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED));
                    transaction.rollback();
                }))
                .as("of one that was there before and is to stop no more")
                .isEmpty();
    }
}
