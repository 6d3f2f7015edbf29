package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.RebalancePlan.Improvement;
import io.stowage.core.placement.Rebalance.Group;
import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.core.placement.Rebalance.Move;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RebalanceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PlacementStrategy ZONES =
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone");
    private static final PlacementStrategy CPU = new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu");

    private final TreeMap<String, FakeInstance> instances = new TreeMap<>();
    private final Map<String, PlacementRequest> groups = new LinkedHashMap<>();
    private final Map<String, List<Movable>> tasks = new LinkedHashMap<>();

    private FakeInstance instance(String id, String zone) {
        FakeInstance instance = new FakeInstance(id).zone(zone).left(1000, 1000);
        instances.put(id, instance);
        return instance;
    }

    private void group(String name, List<PlacementConstraint> constraints, PlacementStrategy... strategies) {
        groups.put(
                name,
                new PlacementRequest(
                        name, new Demand(100, 100, 0, List.of()), 1, constraints, List.of(strategies), true));
        tasks.put(name, new ArrayList<>());
    }

    private void tasks(String group, String instance, int count) {
        for (int i = 0; i < count; i++) {
            List<Movable> ofGroup = Objects.requireNonNull(tasks.get(group));
            String id = group + "-" + (ofGroup.size() + 1);
            ofGroup.add(new Movable(id, instance, NOW.plusSeconds(ofGroup.size())));
            Objects.requireNonNull(instances.get(instance))
                    .take(Objects.requireNonNull(groups.get(group)).demand(), group);
        }
    }

    private List<Move> plan(int budget) {
        return Rebalance.plan(groups(), instances.values(), budget).moves();
    }

    private List<Group> groups() {
        List<Group> all = new ArrayList<>();
        groups.forEach((name, request) -> {
            Map<String, Integer> counts = new LinkedHashMap<>();
            Objects.requireNonNull(tasks.get(name)).forEach(task -> counts.merge(task.instanceId(), 1, Integer::sum));
            all.add(new Group(name, request, Objects.requireNonNull(tasks.get(name)), counts));
        });
        return all;
    }

    private List<String> moved(int budget) {
        return plan(budget).stream()
                .map(move -> move.taskId() + " " + move.fromInstanceId() + ">" + move.toInstanceId())
                .toList();
    }

    @Test
    void anInstanceThatJoinedInANewZoneGetsItsShare() {
        instance("i1", "a");
        instance("i2", "b");
        instance("i3", "c");
        group("web", List.of());
        tasks("web", "i1", 3);
        tasks("web", "i2", 3);
        assertThat(moved(10)).containsExactly("web-3 i1>i3", "web-6 i2>i3");
        assertThat(plan(1))
                .containsExactly(new Move(
                        "web",
                        "web-3",
                        "i1",
                        "i3",
                        new Improvement("attribute:ecs.availability-zone", "a", 3, "c", 0)));
    }

    @Test
    void insideAZoneItIsTheInstances() {
        instance("i1", "a");
        instance("i2", "a");
        instance("i3", "b");
        group("web", List.of());
        tasks("web", "i1", 4);
        tasks("web", "i3", 4);
        assertThat(plan(10))
                .extracting(Move::improves)
                .containsExactly(
                        new Improvement("instanceId", "i1", 4, "i2", 0),
                        new Improvement("instanceId", "i1", 3, "i2", 1));
    }

    @Test
    void whatIsBalancedStays() {
        instance("i1", "a");
        instance("i2", "b");
        instance("i3", "c");
        group("web", List.of());
        tasks("web", "i1", 2);
        tasks("web", "i2", 2);
        tasks("web", "i3", 1);
        assertThat(plan(10)).isEmpty();
    }

    @Test
    void aMoveNeedsRoomWhileTheTaskStillRunsWhereItIs() {
        instance("i1", "a");
        instance("i2", "b").left(150, 1000);
        group("web", List.of());
        tasks("web", "i1", 6);
        assertThat(moved(10)).containsExactly("web-6 i1>i2");
    }

    @Test
    void whatAMoveLeavesIsThereForTheNext() {
        instance("i1", "a").left(300, 1000);
        instance("i2", "b").left(100, 1000);
        group("a", List.of());
        group("b", List.of());
        tasks("a", "i1", 3);
        instances.get("i1").left(0, 1000);
        instances.get("i2").left(300, 1000);
        tasks("b", "i2", 2);
        assertThat(moved(10)).containsExactly("a-3 i1>i2", "b-2 i2>i1");
    }

    @Test
    void constraintsHold() {
        instance("i1", "a");
        instance("i2", "b").attribute("rack", "r1");
        instance("i3", "c");
        group("web", List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "attribute:rack exists")));
        tasks("web", "i1", 4);
        assertThat(moved(10)).containsExactly("web-4 i1>i2", "web-3 i1>i2");
        groups.clear();
        tasks.clear();
        group("own", List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null)), ZONES);
        tasks("own", "i1", 4);
        assertThat(moved(10)).containsExactly("own-4 i1>i2", "own-3 i1>i3");
    }

    @Test
    void binpackAsksForNoMoveAndChoosesAmongEqualTargets() {
        instance("i1", "a");
        instance("i2", "b");
        instance("i3", "b").left(500, 1000);
        group("packed", List.of(), CPU);
        tasks("packed", "i1", 4);
        assertThat(plan(10)).isEmpty();
        group("both", List.of(), ZONES, CPU);
        tasks("both", "i1", 2);
        assertThat(moved(10)).containsExactly("both-2 i1>i3");
    }

    @Test
    void chanceAsksForNoMove() {
        instance("i1", "a");
        instance("i2", "b");
        group("web", List.of(), new PlacementStrategy(PlacementStrategyType.RANDOM, null));
        tasks("web", "i1", 4);
        assertThat(plan(10)).isEmpty();
    }

    @Test
    void theBudgetIsSharedAndTheGreatestNeedComesFirst() {
        instance("i1", "a");
        instance("i2", "b");
        group("large", List.of(), ZONES);
        group("small", List.of(), ZONES);
        tasks("small", "i1", 2);
        tasks("large", "i1", 5);
        assertThat(moved(10)).containsExactly("large-5 i1>i2", "large-4 i1>i2", "small-2 i1>i2");
        assertThat(moved(2)).containsExactly("large-5 i1>i2", "large-4 i1>i2");
    }

    @Test
    void zonesGoBeforeInstancesWhosesoeverTheyAre() {
        instance("i1", "a");
        instance("i2", "a");
        instance("i3", "b");
        group("instances", List.of());
        tasks("instances", "i1", 6);
        tasks("instances", "i3", 6);
        group("zones", List.of());
        tasks("zones", "i3", 2);
        assertThat(plan(2)).extracting(Move::group).containsExactly("zones", "instances");
    }

    @Test
    void tasksWhereThereIsNoValueAreMovedFirst() {
        instances.put("i0", new FakeInstance("i0").left(1000, 1000));
        instance("i1", "a");
        instance("i2", "b");
        group("web", List.of(), ZONES);
        tasks("web", "i0", 1);
        tasks("web", "i1", 3);
        assertThat(plan(1))
                .containsExactly(new Move(
                        "web",
                        "web-1",
                        "i0",
                        "i2",
                        new Improvement("attribute:ecs.availability-zone", null, 1, "b", 0)));
    }

    @Test
    void instancesThatTakeNoTasksAreNoTargets() {
        instance("i1", "a");
        instance("i2", "b").inactive();
        instance("i3", "c").disconnected();
        group("web", List.of());
        tasks("web", "i1", 4);
        assertThat(plan(10)).isEmpty();
    }

    @Test
    void aPortThatAMoveGaveUpCanBeTaken() {
        instance("i1", "a");
        instance("i2", "b");
        MovedTasks moved = new MovedTasks(instances.get("i1").taken(80));
        Demand demand = new Demand(1, 1, 0, List.of(new HostPort(io.stowage.model.TransportProtocol.TCP, 80)));
        assertThat(Fits.misfits(demand, moved)).isNotZero();
        moved.go(demand, "web");
        assertThat(Fits.misfits(demand, moved)).isZero();
        moved.come(demand, "web");
        assertThat(Fits.misfits(demand, moved)).isNotZero();
    }

    /** Spread over a value that each instance has for itself there are as many values as instances, and their square of pairs. */
    @Test
    void aMoveCostsALookAtEachInstanceAndNotAtEachPairOfThem() {
        for (int i = 0; i < 10_000; i++) {
            instance("i" + i, "a").attribute("rack", "r" + i);
        }
        group("web", List.of(), new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:rack"));
        for (int i = 0; i < 1_000; i++) {
            tasks("web", "i" + 10 * i, 3);
        }
        Rebalance.Plan plan = Rebalance.plan(groups(), instances.values(), 1_000, 50_000_000);
        assertThat(plan.complete()).isTrue();
        assertThat(plan.moves()).hasSize(1_000).allSatisfy(move -> {
            assertThat(move.improves().fromTasks()).isEqualTo(3);
            assertThat(move.improves().toTasks()).isZero();
        });
    }

    @Test
    void whereTheWorkIsSpentThePlanEndsWithTheMovesThatWereFoundAndSaysSo() {
        for (int i = 0; i < 100; i++) {
            instance("i" + i, "abc".substring(i % 3, i % 3 + 1));
        }
        group("web", List.of());
        group("shop", List.of());
        tasks("web", "i0", 9);
        tasks("shop", "i1", 9);
        Rebalance.Plan whole = Rebalance.plan(groups(), instances.values(), 50);
        assertThat(whole.complete()).isTrue();
        assertThat(whole.moves()).hasSize(16);
        Rebalance.Plan part = Rebalance.plan(groups(), instances.values(), 50, 6_000);
        assertThat(part.complete()).isFalse();
        assertThat(part.moves())
                .hasSizeBetween(1, 15)
                .isEqualTo(whole.moves().subList(0, part.moves().size()));
        assertThat(Rebalance.plan(groups(), instances.values(), 1, 6_000).complete())
                .as("the budget ended it")
                .isTrue();
        assertThat(Rebalance.plan(groups(), instances.values(), 50, 10))
                .as("nothing was found before it was spent")
                .isEqualTo(new Rebalance.Plan(List.of(), false));
    }

    /** They may be on one that drains, or is not connected: then they neither count there nor are moved. */
    @Test
    void tasksOnInstancesThatAreNotAskedAboutAreLeftAlone() {
        instance("a", "1");
        instance("b", "2");
        instance("gone", "3");
        group("web", List.of(), ZONES);
        tasks("web", "gone", 5);
        tasks("web", "a", 3);
        instances.remove("gone");
        assertThat(moved(10)).containsExactly("web-8 a>b");
    }
}
