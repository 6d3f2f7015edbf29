package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.InstanceRebalancing.Move;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is looked at when a container instance comes, goes or changes, and which instances are given up. */
class InstanceWatchTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration AFTER = Duration.ofSeconds(60);

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    @BeforeEach
    void aDefinition() {
        commit(NOW, transaction -> transaction.putDefinition(StateFixture.definition(1)));
    }

    private void commit(Instant now, Consumer<Transaction> changes) {
        rig.commit(now, changes);
    }

    private void put(Service service) {
        commit(NOW, transaction -> transaction.putService(service));
        state.takeDirty();
    }

    private List<String> wokenBy(ContainerInstance instance) {
        commit(NOW, transaction -> transaction.putInstance(instance));
        return state.takeDirty();
    }

    private static Service evening(String name) {
        return StateFixture.service(name, 1).toBuilder()
                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                .build();
    }

    private static ContainerInstance active(String id, String zone) {
        return StateFixture.instance(id, zone, ContainerInstanceStatus.ACTIVE);
    }

    private static ContainerInstance draining(String id, String zone) {
        return StateFixture.instance(id, zone, ContainerInstanceStatus.DRAINING);
    }

    private static ContainerInstance away(String id, String zone) {
        return active(id, zone).toBuilder().agentConnected(false).build();
    }

    @Test
    void aZoneMoreOrLessIsTheBusinessOfThoseThatEvenOutZones() {
        put(StateFixture.service("plain", 1));
        put(evening("even"));
        assertThat(wokenBy(active("i1", "z1"))).containsExactly("even");
        assertThat(wokenBy(active("i2", "z1"))).as("a zone that is there").isEmpty();
        assertThat(wokenBy(draining("i3", "z2"))).as("one that takes no tasks").isEmpty();
        assertThat(state.zones()).containsExactly("z1");
        assertThat(wokenBy(active("i3", "z2"))).containsExactly("even");
        assertThat(state.zones()).containsExactly("z1", "z2");
        assertThat(wokenBy(away("i1", "z1"))).as("another one is there").isEmpty();
        assertThat(wokenBy(away("i2", "z1"))).containsExactly("even");
        assertThat(state.zones()).containsExactly("z2");
        assertThat(wokenBy(active("i2", "z3"))).containsExactly("even");
        assertThat(wokenBy(active("i2", "z2"))).as("z3 is none any more").containsExactly("even");
        commit(NOW, transaction -> transaction.deleteInstance("i2"));
        assertThat(state.takeDirty()).isEmpty();
        commit(NOW, transaction -> transaction.deleteInstance("i3"));
        assertThat(state.takeDirty()).containsExactly("even");
        assertThat(state.zones()).isEmpty();
    }

    @Test
    void whoEvensOutZonesNoMoreIsLeftAlone() {
        put(evening("off"));
        put(evening("inactive"));
        put(evening("gone"));
        put(StateFixture.service("off", 1));
        put(evening("inactive").toBuilder().status(ServiceStatus.DRAINING).build());
        commit(NOW, transaction -> transaction.deleteService("gone"));
        assertThat(wokenBy(active("i1", "z1"))).isEmpty();
    }

    @Test
    void eachInstanceIsTheBusinessOfDaemonsAndTheyComeFirst() {
        Service daemon = StateFixture.service("zeal", 1).toBuilder()
                .schedulingStrategy(SchedulingStrategy.DAEMON)
                .build();
        put(daemon);
        put(StateFixture.service("plain", 1));
        assertThat(wokenBy(active("i1", "z1"))).containsExactly("zeal");
        assertThat(wokenBy(active("i1", "z1"))).containsExactly("zeal");
        state.markDirty("plain");
        state.markDirty("zeal");
        state.markDirty("other");
        assertThat(state.takeDirty()).containsExactly("zeal", "plain", "other");
        commit(NOW, transaction -> transaction.deleteInstance("i1"));
        assertThat(state.takeDirty()).containsExactly("zeal");
        commit(NOW, transaction -> transaction.deleteService("zeal"));
        assertThat(wokenBy(active("i2", "z1"))).isEmpty();
    }

    @Test
    void movesAreCountedOverAllServicesOfWhichTasksAreToBeMoved() {
        put(StateFixture.service("plain", 1));
        put(moving("one", new Move("a", "b"), new Move("c", "d")));
        put(moving("two", new Move("e", "f")));
        put(moving("none"));
        assertThat(state.movesUnderWay()).isEqualTo(3);
        state.wakeRebalancing();
        assertThat(state.takeDirty()).containsExactlyInAnyOrder("one", "two", "none");
        put(StateFixture.service("one", 1));
        assertThat(state.movesUnderWay()).isEqualTo(1);
        commit(NOW, transaction -> transaction.deleteService("two"));
        assertThat(state.movesUnderWay()).isZero();
        state.takeDirty();
        state.wakeRebalancing();
        assertThat(state.takeDirty()).containsExactly("none");
    }

    private static Service moving(String name, Move... moves) {
        return StateFixture.service(name, 1).toBuilder()
                .instanceRebalancing(new InstanceRebalancing(NOW, 2, 9, 0, List.of(moves)))
                .build();
    }

    private void lead(Instant since) {
        commit(since, transaction -> transaction.leadBy(new PartitionMeta.Leader("engine", 1)));
    }

    private void goAway(String id, Instant at) {
        commit(at, transaction -> transaction.putInstance(active(id, "z1")));
        commit(at, transaction -> transaction.putInstance(away(id, "z1")));
    }

    private boolean lost(String id, Instant by) {
        commit(by, transaction -> transaction.loseInstances(AFTER));
        return Objects.requireNonNull(state.instance(id)).lost();
    }

    @Test
    void anInstanceIsGivenUpOnceItWasAwayForSoLong() {
        lead(NOW.minusSeconds(900));
        assertThat(state.nextLoss(AFTER)).isNull();
        goAway("i1", NOW);
        goAway("i2", NOW.plusSeconds(1));
        assertThat(state.nextLoss(AFTER)).isEqualTo(NOW.plusSeconds(60));
        assertThat(lost("i1", NOW.plusSeconds(60).minusNanos(1))).isFalse();
        assertThat(lost("i1", NOW.plusSeconds(60))).isTrue();
        assertThat(lost("i2", NOW.plusSeconds(60))).isFalse();
        assertThat(Objects.requireNonNull(state.instance("i1")).record().agentLostAt())
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(state.nextLoss(AFTER)).isEqualTo(NOW.plusSeconds(61));
        assertThat(lost("i2", NOW.plusSeconds(61))).isTrue();
        assertThat(Objects.requireNonNull(state.instance("i1")).record().agentLostAt())
                .as("once")
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void howLongAnInstanceWasAwayBeforeThisEngineLedDoesNotCount() {
        goAway("i1", NOW);
        lead(NOW.plusSeconds(30));
        assertThat(state.nextLoss(AFTER)).isEqualTo(NOW.plusSeconds(90));
        assertThat(lost("i1", NOW.plusSeconds(90).minusNanos(1))).isFalse();
        assertThat(lost("i1", NOW.plusSeconds(90))).isTrue();
    }

    @Test
    void anInstanceThatCameBackIsGivenUpForItsNextAbsenceAlone() {
        lead(NOW.minusSeconds(900));
        goAway("i1", NOW);
        goAway("i2", NOW);
        commit(NOW.plusSeconds(10), transaction -> transaction.putInstance(active("i2", "z1")));
        goAway("i1", NOW.plusSeconds(20));
        assertThat(lost("i1", NOW.plusSeconds(79))).isFalse();
        assertThat(lost("i2", NOW.plusSeconds(79))).isFalse();
        assertThat(state.nextLoss(AFTER)).isEqualTo(NOW.plusSeconds(80));
        assertThat(lost("i1", NOW.plusSeconds(80))).isTrue();
        assertThat(lost("i2", NOW.plusSeconds(999))).isFalse();
        assertThat(state.nextLoss(AFTER)).isNull();
    }

    @Test
    void anInstanceThatIsGoneIsNotGivenUp() {
        lead(NOW.minusSeconds(900));
        goAway("i1", NOW);
        commit(NOW, transaction -> transaction.deleteInstance("i1"));
        commit(NOW.plusSeconds(60), transaction -> transaction.loseInstances(AFTER));
        assertThat(state.instance("i1")).isNull();
        assertThat(state.nextLoss(AFTER)).isNull();
    }
}
