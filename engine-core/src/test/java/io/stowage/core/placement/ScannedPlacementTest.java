package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.TaskRules.Filter;
import io.stowage.core.placement.TaskRules.Scorer;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tasks that a filter or a scorer of the host application applies to. */
class ScannedPlacementTest {

    private static final Filter ALLOWS_ALL = instance -> null;
    private static final Demand SMALL = new Demand(10, 10, 0, List.of());
    private static final PlacementStrategy BY_ZONE =
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone");

    private static PlacementRequest request(int count, TaskRules rules, PlacementStrategy... strategies) {
        return new PlacementRequest("one", SMALL, count, List.of(), List.of(strategies), false, rules);
    }

    private static TaskRules filter(Filter filter) {
        return new TaskRules(List.of(filter), List.of());
    }

    private static TaskRules scorer(Scorer... scorers) {
        return new TaskRules(List.of(), List.of(scorers));
    }

    private static Placement place(PlacementRequest request, FakeCluster cluster) {
        return Placer.place(request, cluster.inventory, bound -> bound - 1);
    }

    @Test
    void aFilterRemovesInstancesAndIsNamed() {
        FakeCluster cluster = FakeCluster.of(new FakeInstance("a"), new FakeInstance("b"), new FakeInstance("c"));
        TaskRules onlyB = filter(instance -> instance.id().equals("b") ? null : "licence: none");
        assertThat(place(request(2, onlyB), cluster).instanceIds()).containsExactly("b", "b");
        Placement nowhere = place(request(1, filter(instance -> "licence: none")), cluster);
        PlacementFailure failure = nowhere.failure();
        assertThat(failure.reason()).isEqualTo("PlacementFilter placement constraint unsatisfied");
        assertThat(failure.removedBy()).containsEntry("PlacementFilter placement constraint unsatisfied", 3);
        assertThat(failure.closestInstanceId()).isEqualTo("a");
        assertThat(failure.lacks())
                .extracting(Lack::needed, Lack::found)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("every placement filter to allow it", "licence: none"));
    }

    @Test
    void aFilterSeesWhatWasJustPlaced() {
        FakeCluster cluster = FakeCluster.of(new FakeInstance("a"), new FakeInstance("b"));
        TaskRules atMostTwo = filter(instance -> instance.tasksOfGroup("one") < 2 ? null : "rule: two are there");
        Placement placement = place(request(5, atMostTwo), cluster);
        assertThat(placement.instanceIds()).containsExactly("a", "a", "b", "b");
        assertThat(placement.failure().unplaced()).isEqualTo(1);
    }

    @Test
    void aFilterIsAskedOnlyWhereNothingElseIsInTheWay() {
        FakeCluster cluster = FakeCluster.of(
                new FakeInstance("a").left(1, 1), new FakeInstance("b"), new FakeInstance("c").inactive());
        List<String> asked = new ArrayList<>();
        TaskRules notes = filter(instance -> {
            asked.add(instance.id());
            return null;
        });
        place(request(2, notes), cluster);
        assertThat(asked).containsExactly("b", "b", "b");
    }

    @Test
    void aScorerBreaksTheTiesOfTheStrategiesBeforeIdsDo() {
        FakeCluster cluster = FakeCluster.of(
                new FakeInstance("a").zone("1").running("one", 1),
                new FakeInstance("b").zone("2").attribute("price", "7"),
                new FakeInstance("c").zone("2").attribute("price", "5"));
        Scorer cheap =
                instance -> Long.parseLong(instance.attribute("price") == null ? "1" : instance.attribute("price"));
        assertThat(place(request(2, scorer(cheap)), cluster).instanceIds()).containsExactly("a", "a");
        assertThat(place(request(3, scorer(cheap), BY_ZONE), cluster).instanceIds())
                .containsExactly("c", "a", "c");
    }

    @Test
    void aLaterScorerBreaksTheTiesOfAnEarlierOneAndChanceThoseOfAll() {
        FakeCluster cluster = FakeCluster.of(new FakeInstance("a"), new FakeInstance("b"), new FakeInstance("c"));
        Scorer notA = instance -> instance.id().equals("a") ? 1 : 0;
        Scorer lastFirst = instance -> -instance.id().charAt(0);
        assertThat(place(request(1, scorer(notA)), cluster).instanceIds()).containsExactly("b");
        assertThat(place(request(1, scorer(notA, lastFirst)), cluster).instanceIds())
                .containsExactly("c");
        PlacementStrategy random = new PlacementStrategy(PlacementStrategyType.RANDOM, null);
        assertThat(place(request(1, scorer(notA), random), cluster).instanceIds())
                .containsExactly("c");
    }

    @Test
    void othersAreAnsweredByTheIndexAsEver() {
        FakeCluster cluster = FakeCluster.of(new FakeInstance("a"), new FakeInstance("b"));
        place(request(1, filter(ALLOWS_ALL)), cluster);
        assertThat(cluster.inventory.requests()).isZero();
        place(request(1, TaskRules.NONE), cluster);
        assertThat(cluster.inventory.requests()).isEqualTo(1);
    }

    @Test
    void anExplanationCountsWhatCouldTakeATask() {
        FakeCluster cluster = FakeCluster.of(
                new FakeInstance("a"),
                new FakeInstance("b").left(1, 100),
                new FakeInstance("c"),
                new FakeInstance("d"));
        TaskRules notD = filter(instance -> instance.id().equals("d") ? "rule: no" : null);
        for (TaskRules rules : List.of(TaskRules.NONE, notD)) {
            Explained explained = Placer.explain(request(1, rules), cluster.inventory, bound -> 0);
            assertThat(explained.placement().instanceIds()).containsExactly("a");
            assertThat(explained.eligible()).isEqualTo(rules == notD ? 2 : 3);
            assertThat(explained.removedBy().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(4 - explained.eligible());
        }
    }

    /** A filter that allows all changes nothing: the scan and the index are held against each other. */
    @Property(tries = 300)
    void theScanPlacesAsTheIndexDoes(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = cluster(draw);
        List<PlacementStrategy> chain = chain(draw);
        List<PlacementConstraint> constraints = new ArrayList<>();
        if (draw.nextInt(3) == 0) {
            constraints.add(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        }
        if (draw.nextInt(3) == 0) {
            constraints.add(new PlacementConstraint(
                    PlacementConstraintType.MEMBER_OF, "not(task:group == two) and attribute:rack =~ '[0-3]'"));
        }
        Demand demand = new Demand(draw.nextInt(20), draw.nextInt(20), 0, List.of());
        int count = draw.nextInt(25);
        PlacementRequest indexed = new PlacementRequest("one", demand, count, constraints, chain, true);
        PlacementRequest scanned =
                new PlacementRequest("one", demand, count, constraints, chain, true, filter(ALLOWS_ALL));
        assertThat(place(scanned, cluster)).isEqualTo(place(indexed, cluster));
    }

    /** With a filter and scorers: each choice is the one that the rule, written down literally, leaves. */
    @Property(tries = 300)
    void eachChoiceIsWhatTheRuleLeaves(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = cluster(draw);
        int most = 1 + draw.nextInt(3);
        int odd = draw.nextInt(3);
        Filter few = instance -> instance.tasksOfGroup("one") < most ? null : "rule: no";
        Scorer byRack = instance -> (instance.attribute("rack").charAt(0) + odd) % 3;
        Scorer byMemory = PlacementInstanceScores::memory;
        PlacementRequest request =
                request(draw.nextInt(20), new TaskRules(List.of(few), List.of(byRack, byMemory)), BY_ZONE);
        Placement placement = place(request, cluster);
        for (String chosen : placement.instanceIds()) {
            assertThat(chosen).isEqualTo(naive(cluster, most, odd));
            cluster.take(chosen, request);
        }
        if (placement.failure() != null) {
            assertThat(naive(cluster, most, odd)).isNull();
        }
    }

    private static final class PlacementInstanceScores {
        static long memory(io.stowage.spi.PlacementInstance instance) {
            return -instance.remainingMemory();
        }
    }

    private static String naive(FakeCluster cluster, int most, int odd) {
        List<FakeInstance> left = cluster.instances.values().stream()
                .filter(each -> each.active && each.cpu >= 10 && each.memory >= 10 && each.tasksOfGroup("one") < most)
                .toList();
        left = least(
                left,
                each -> cluster.instances.values().stream()
                        .filter(other -> other.attributes
                                .get("ecs.availability-zone")
                                .equals(each.attributes.get("ecs.availability-zone")))
                        .mapToLong(other -> other.tasksOfGroup("one"))
                        .sum());
        left = least(left, each -> (each.attributes.get("rack").charAt(0) + odd) % 3);
        left = least(left, each -> -each.memory);
        return left.isEmpty() ? null : left.get(0).id;
    }

    private static List<FakeInstance> least(List<FakeInstance> of, ToLongFunction<FakeInstance> score) {
        long least = of.stream().mapToLong(score).min().orElse(0);
        return of.stream().filter(each -> score.applyAsLong(each) == least).toList();
    }

    private static FakeCluster cluster(Random draw) {
        FakeCluster cluster = new FakeCluster();
        for (int i = draw.nextInt(12); i >= 0; i--) {
            FakeInstance instance = new FakeInstance("i-" + draw.nextInt(1_000) + "-" + i)
                    .left(draw.nextInt(60), draw.nextInt(60))
                    .running("one", draw.nextInt(3))
                    .running("two", draw.nextInt(2))
                    .zone("zone-" + draw.nextInt(3))
                    .attribute("rack", "" + draw.nextInt(6));
            cluster.add(draw.nextInt(8) == 0 ? instance.inactive() : instance);
        }
        return cluster;
    }

    private static List<PlacementStrategy> chain(Random draw) {
        List<PlacementStrategy> all = List.of(
                BY_ZONE,
                new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:rack"),
                new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"),
                new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"),
                new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"));
        List<PlacementStrategy> chain = new ArrayList<>();
        for (int i = draw.nextInt(4); i > 0; i--) {
            chain.add(all.get(draw.nextInt(all.size())));
        }
        return chain;
    }

    /** So do they where instances lack attributes, have many values of them, or have left. */
    @Property(tries = 300)
    void soItDoesWhereAttributesAreMissingOrManyAndInstancesHaveLeft(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = new FakeCluster();
        for (int i = 0; i < 40; i++) {
            FakeInstance instance = new FakeInstance("i-%02d".formatted(i))
                    .left(draw.nextInt(60), draw.nextInt(60))
                    .running("one", draw.nextInt(3));
            if (draw.nextInt(3) > 0) {
                instance.attribute("rack", "" + draw.nextInt(30));
            }
            if (draw.nextInt(4) > 0) {
                instance.zone("zone-" + draw.nextInt(3));
            }
            cluster.add(instance);
        }
        for (int i = 0; i < 40; i++) {
            if (draw.nextInt(5) == 0) {
                cluster.remove("i-%02d".formatted(i));
            }
        }
        Demand demand = new Demand(draw.nextInt(20), draw.nextInt(20), 0, List.of());
        List<PlacementConstraint> constraints = draw.nextInt(3) > 0
                ? List.of()
                : List.of(new PlacementConstraint(
                        PlacementConstraintType.MEMBER_OF,
                        draw.nextBoolean() ? "attribute:rack exists" : "task:group == one"));
        int count = draw.nextInt(60);
        PlacementRequest indexed = new PlacementRequest("one", demand, count, constraints, chain(draw), true);
        PlacementRequest scanned =
                new PlacementRequest("one", demand, count, constraints, indexed.strategies(), true, filter(ALLOWS_ALL));
        assertThat(place(scanned, cluster)).isEqualTo(place(indexed, cluster));
    }
}
