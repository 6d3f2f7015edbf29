package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait for a container instance: which of them are tried, and when. */
class ProvisioningTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Demand TWO_THOUSAND = new Demand(2_000, 128, 0, List.of());

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    private void commit(Consumer<Transaction> changes) {
        rig.commit(NOW, changes);
    }

    private static Task waiting(String id, String service, Instant createdAt) {
        return StateFixture.task(id, "none", service, 1, createdAt).toBuilder()
                .containerInstanceArn(null)
                .capacityProviderName("pool")
                .lastStatus(TaskStatus.PROVISIONING)
                .build();
    }

    private static List<String> ids(Iterable<Task> tasks) {
        List<String> ids = new ArrayList<>();
        tasks.forEach(task -> ids.add(Ids.shortId(task.taskArn())));
        return ids;
    }

    private List<String> taken() {
        return ids(state.takeProvisioningToTry());
    }

    private static void place(Transaction transaction, String id) {
        transaction.changeTask(
                id,
                task -> task.containerInstanceArn(StateFixture.IDS.containerInstance("i1"))
                        .lastStatus(TaskStatus.PENDING));
    }

    private static void stop(Transaction transaction, String id) {
        transaction.changeTask(
                id,
                task -> task.desiredStatus(DesiredStatus.STOPPED)
                        .lastStatus(TaskStatus.STOPPED)
                        .stoppedAt(NOW));
    }

    @BeforeEach
    void threeTasksOfTwoServicesWait() {
        commit(transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("front", 1));
            transaction.putService(StateFixture.service("back", 1));
            transaction.addTask(waiting("t3", "front", NOW));
            transaction.addTask(waiting("t2", "back", NOW));
            transaction.addTask(waiting("t1", "front", NOW.plusSeconds(1)));
        });
    }

    @Test
    void theOldestIsFirstAndAmongEquallyOldOnesTheLeastId() {
        assertThat(ids(state.provisioning())).containsExactly("t2", "t3", "t1");
        assertThat(state.provisioningCount()).isEqualTo(3);
        assertThat(ids(List.of(Objects.requireNonNull(state.oldestProvisioning()))))
                .containsExactly("t2");
        assertThat(ids(rig.read().provisioning())).as("whoever reads it").containsExactly("t2", "t3", "t1");
    }

    @Test
    void aTaskIsTriedOnceWhenItComesIn() {
        state.takeDirty();
        assertThat(state.anyDirty()).isTrue();
        assertThat(taken()).containsExactly("t2", "t3", "t1");
        assertThat(state.anyDirty()).isFalse();
        assertThat(taken()).isEmpty();
    }

    @Test
    void aTaskThatFitsNowhereIsTriedWhenAnInstanceHasRoomForIt() {
        taken();
        state.awaitRoom("t1", TWO_THOUSAND, null);
        state.awaitRoom("t2", new Demand(9_000, 128, 0, List.of()), null);
        commit(transaction ->
                transaction.putInstance(StateFixture.instance("i2", "z1", ContainerInstanceStatus.ACTIVE)));
        assertThat(taken()).containsExactly("t1");
        assertThat(taken()).isEmpty();
    }

    @Test
    void aTaskThatIsPutOffIsTriedInTheNextTurn() {
        taken();
        state.tryLater("t3");
        state.takeDirty();
        assertThat(state.anyDirty()).isTrue();
        assertThat(taken()).containsExactly("t3");
    }

    @Test
    void aTaskIsTriedAtItsTimeAndNotBefore() {
        taken();
        state.takeDirty();
        state.tryAgain("t1", NOW.plusSeconds(9));
        state.tryAgain("t3", NOW.plusSeconds(9));
        state.lookAgain("front", NOW.plusSeconds(10));
        assertThat(state.nextDue()).isEqualTo(NOW.plusSeconds(9));
        state.lookAgain("back", NOW.plusSeconds(8));
        assertThat(state.nextDue()).isEqualTo(NOW.plusSeconds(8));
        state.wakeDue(NOW.plusSeconds(9).minusNanos(1));
        assertThat(taken()).isEmpty();
        assertThat(state.takeDirty()).containsExactly("back");
        state.wakeDue(NOW.plusSeconds(9));
        assertThat(taken()).containsExactly("t3", "t1");
        assertThat(state.nextDue()).isEqualTo(NOW.plusSeconds(10));
        state.wakeDue(NOW.plusSeconds(10));
        assertThat(state.nextDue()).isNull();
    }

    @Test
    void aTaskThatIsPlacedOrStoppedWaitsNoLonger() {
        commit(transaction -> place(transaction, "t2"));
        assertThat(state.taskCount(TaskStatus.PROVISIONING)).isEqualTo(2);
        assertThat(Objects.requireNonNull(state.instance("i1")).remainingCpu()).isEqualTo(3_996);
        commit(transaction -> stop(transaction, "t3"));
        assertThat(ids(state.provisioning())).containsExactly("t1");
        assertThat(taken()).containsExactly("t1");
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.oldestProvisioning()).isNull();
        assertThat(state.provisioningCount()).isZero();
    }

    @Test
    void whatChangedWhileOneWaitedIsNobodysBusinessOnceNoneDoes() {
        taken();
        state.awaitRoom("t1", TWO_THOUSAND, null);
        commit(transaction ->
                transaction.putInstance(StateFixture.instance("i2", "z1", ContainerInstanceStatus.ACTIVE)));
        commit(transaction -> List.of("t1", "t2", "t3").forEach(id -> stop(transaction, id)));
        state.takeDirty();
        assertThat(state.anyDirty()).isFalse();
        commit(transaction -> transaction.addTask(waiting("t4", "back", NOW)));
        assertThat(taken()).containsExactly("t4");
    }

    @Test
    void otherConstraintsHaveTheTasksOfTheServiceTried() {
        taken();
        commit(transaction -> transaction.putService(StateFixture.service("front", 1).toBuilder()
                .placementConstraints(List.of(new PlacementConstraint(
                        PlacementConstraintType.MEMBER_OF, "attribute:ecs.availability-zone == z1")))
                .build()));
        assertThat(taken()).containsExactly("t3", "t1");
        commit(transaction -> transaction.putService(Objects.requireNonNull(state.service("front")).record().toBuilder()
                .desiredCount(9)
                .deployments(StateFixture.service("front", 1).deployments().stream()
                        .map(deployment ->
                                deployment.toBuilder().desiredCount(9).build())
                        .toList())
                .build()));
        assertThat(taken()).as("of the same instances").isEmpty();
    }

    @Test
    void aServiceThatIsCrowdedOutIsLookedAtWhenFewerWait() {
        state.crowdOut("crowded");
        state.takeDirty();
        assertThat(state.anyDirty() && state.takeDirty().contains("crowded")).isFalse();
        commit(transaction -> place(transaction, "t2"));
        assertThat(state.takeDirty()).contains("crowded");
        commit(transaction -> place(transaction, "t3"));
        assertThat(state.takeDirty()).as("once").doesNotContain("crowded");
    }

    @Test
    void aTaskWhosePlacementIsUndoneWaitsAgain() {
        taken();
        commit(transaction -> {
            transaction.savepoint();
            place(transaction, "t2");
            transaction.rollback();
        });
        assertThat(ids(state.provisioning())).containsExactly("t2", "t3", "t1");
        assertThat(taken()).containsExactly("t2");
        assertThat(Objects.requireNonNull(state.instance("i1")).remainingCpu()).isEqualTo(4_096);
    }
}
