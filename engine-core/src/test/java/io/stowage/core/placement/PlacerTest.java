package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.TransportProtocol;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacerTest {

    private static final String ZONE = "attribute:ecs.availability-zone";
    private static final Demand SMALL = new Demand(1024, 1024, 0, List.of());
    private static final Demand ON_PORT_80 = new Demand(0, 512, 0, List.of(new HostPort(TransportProtocol.TCP, 80)));
    private static final PlacementConstraint DISTINCT =
            new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null);

    private static long noDraw(long bound) {
        throw new AssertionError("nothing is random here");
    }

    private static PlacementStrategy spread(String field) {
        return new PlacementStrategy(PlacementStrategyType.SPREAD, field);
    }

    private static PlacementStrategy binpack(String field) {
        return new PlacementStrategy(PlacementStrategyType.BINPACK, field);
    }

    private static PlacementStrategy random() {
        return new PlacementStrategy(PlacementStrategyType.RANDOM, null);
    }

    private static PlacementRequest tasks(int count, PlacementStrategy... strategies) {
        return new PlacementRequest("family:batch", SMALL, count, List.of(), List.of(strategies), false);
    }

    private static PlacementRequest service(Demand demand, int count, PlacementConstraint... constraints) {
        return new PlacementRequest("service:web", demand, count, List.of(constraints), List.of(), true);
    }

    private static FakeInstance instance(String id, String zone) {
        return new FakeInstance(id).zone(zone);
    }

    private static Placement place(PlacementRequest request, FakeInstance... instances) {
        return Placer.place(request, FakeCluster.of(instances).inventory, PlacerTest::noDraw);
    }

    @Test
    void aServiceSpreadsOverZonesAndThenOverTheInstancesOfTheZone() {
        Placement placement = place(service(SMALL, 6), instance("a1", "a"), instance("a2", "a"), instance("b1", "b"));
        assertThat(placement.instanceIds()).containsExactly("a1", "b1", "a2", "b1", "a1", "b1");
    }

    @Test
    void spreadCountsTheTasksThatAreThereAlready() {
        FakeInstance crowded = instance("a1", "a").running("family:batch", 2);
        assertThat(place(tasks(3, spread(ZONE)), crowded, instance("b1", "b")).instanceIds())
                .containsExactly("b1", "b1", "a1");
    }

    @Test
    void spreadCountsTheTasksOfItsGroupOnly() {
        FakeInstance crowded = instance("a1", "a").running("family:other", 9);
        assertThat(place(tasks(1, spread(ZONE)), crowded, instance("b1", "b")).instanceIds())
                .containsExactly("a1");
    }

    @Test
    void spreadCountsTasksOnInstancesThatTakeNoMore() {
        FakeInstance draining = instance("a1", "a").running("family:batch", 3).inactive();
        assertThat(place(tasks(2, spread(ZONE)), draining, instance("a2", "a"), instance("b1", "b"))
                        .instanceIds())
                .containsExactly("b1", "b1");
    }

    @Test
    void whenTheBestZoneIsFullPlacementGoesElsewhere() {
        FakeInstance full = instance("a1", "a").left(0, 0);
        FakeInstance busy = instance("b1", "b").running("family:batch", 5);
        assertThat(place(tasks(1, spread(ZONE)), full, busy).instanceIds()).containsExactly("b1");
    }

    @Test
    void instancesWithoutTheAttributeAreTheLastResort() {
        FakeInstance nowhere = new FakeInstance("a0");
        FakeInstance busy = instance("b1", "b").left(2048, 8192).running("family:batch", 5);
        assertThat(place(tasks(3, spread(ZONE)), nowhere, busy).instanceIds()).containsExactly("b1", "b1", "a0");
    }

    @Test
    void binpackFillsTheInstanceWithTheLeastLeftThatStillFits() {
        Placement placement = place(
                tasks(5, binpack("memory")),
                new FakeInstance("a").left(9000, 8192),
                new FakeInstance("b").left(9000, 3000),
                new FakeInstance("c").left(9000, 1000));
        assertThat(placement.instanceIds()).containsExactly("b", "b", "a", "a", "a");
    }

    @Test
    void laterStrategiesBreakTheTiesOfEarlierOnes() {
        Placement placement = place(
                tasks(3, spread(ZONE), binpack("cpu")),
                instance("a1", "a").left(4096, 8192),
                instance("a2", "a").left(2048, 8192),
                instance("b1", "b").left(3072, 8192));
        assertThat(placement.instanceIds()).containsExactly("a2", "b1", "a2");
    }

    @Test
    void severalAttributesCountEachForItself() {
        Placement placement = place(
                tasks(4, spread(ZONE), spread("attribute:rack")),
                instance("a1", "a").attribute("rack", "1"),
                instance("a2", "a").attribute("rack", "2"),
                instance("b1", "b").attribute("rack", "1"),
                instance("b2", "b").attribute("rack", "2"));
        assertThat(placement.instanceIds()).containsExactly("a1", "b2", "a1", "b2");
    }

    @Test
    void withoutAStrategyTiesBreakById() {
        assertThat(place(tasks(2), instance("b", "b"), instance("a", "a")).instanceIds())
                .containsExactly("a", "a");
    }

    @Test
    void randomDrawsFromAllThatAreEquallyGoodEachByOneNumber() {
        FakeCluster cluster = FakeCluster.of(
                instance("a1", "a"),
                instance("a2", "a"),
                instance("b1", "b"),
                instance("b2", "b"),
                instance("c1", "c").running("family:batch", 1));
        List<String> chosen = IntStream.range(0, 4)
                .mapToObj(drawn -> Placer.place(tasks(1, spread(ZONE), random()), cluster.inventory, bound -> {
                            assertThat(bound).isEqualTo(4);
                            return drawn;
                        })
                        .instanceIds()
                        .get(0))
                .toList();
        assertThat(chosen).containsExactlyInAnyOrder("a1", "a2", "b1", "b2");
    }

    @Test
    void distinctInstanceNeverPlacesTwoOfAGroupOnOne() {
        FakeInstance taken = instance("a2", "a").running("service:web", 1);
        Placement placement = place(service(SMALL, 3, DISTINCT), instance("a1", "a"), taken, instance("b1", "b"));
        assertThat(placement.instanceIds()).containsExactly("b1", "a1");
        assertThat(placement.failure().reason()).isEqualTo("DistinctInstance placement constraint unsatisfied.");
        assertThat(placement.failure().message())
                .isEqualTo("The closest matching (container-instance a1) encountered error"
                        + " \"DistinctInstance placement constraint unsatisfied.\".");
    }

    @Test
    void memberOfLetsInOnlyWhatTheExpressionMeans() {
        Placement placement = place(
                service(SMALL, 3, memberOf("attribute:disk == ssd"), memberOf(ZONE + " =~ a|b")),
                instance("a1", "a").attribute("disk", "ssd").left(2048, 8192),
                instance("a2", "a").attribute("disk", "hdd"),
                instance("b1", "b"),
                instance("c1", "c").attribute("disk", "ssd"));
        assertThat(placement.instanceIds()).containsExactly("a1", "a1");
        assertThat(placement.failure().removedBy())
                .isEqualTo(Map.of("MemberOf placement constraint unsatisfied", 3, "RESOURCE:CPU", 1));
        assertThat(placement.failure().reason()).isEqualTo("MemberOf placement constraint unsatisfied");
        assertThat(placement.failure().message())
                .isEqualTo("The closest matching (container-instance a2) encountered error"
                        + " \"MemberOf placement constraint unsatisfied\".");
    }

    @Test
    void tasksThatArePlacedCountForTheNextOnesAtOnce() {
        assertThat(place(
                                service(SMALL, 3, memberOf("not(task:group == service:web)")),
                                instance("a1", "a"),
                                instance("b1", "b"))
                        .instanceIds())
                .containsExactly("a1", "b1");
        assertThat(place(
                                new PlacementRequest(
                                        "family:batch",
                                        SMALL,
                                        3,
                                        List.of(memberOf("not task:group =~ family:b.*")),
                                        List.of(),
                                        false),
                                instance("a1", "a"),
                                instance("b1", "b").running("family:batch", 1))
                        .instanceIds())
                .containsExactly("a1");
    }

    @Test
    void affinityFollowsTheTasksThatAreThere() {
        assertThat(place(
                                service(SMALL, 2, memberOf("task:group == service:db")),
                                instance("a1", "a"),
                                instance("b1", "b").running("service:db", 1))
                        .instanceIds())
                .containsExactly("b1", "b1");
    }

    @Test
    void patternsLetInEachInstanceByItsOwnValues() {
        FakeInstance[] instances = IntStream.range(0, 1_000)
                .mapToObj(i -> instance("i-%05d".formatted(i), "zone-" + i % 3))
                .toArray(FakeInstance[]::new);
        Placement placement = place(service(SMALL, 10, memberOf(ZONE + " =~ 'zone-[02]'")), instances);
        assertThat(placement.instanceIds()).hasSize(10).allMatch(id -> Integer.parseInt(id.substring(2)) % 3 != 1);
    }

    private static PlacementConstraint memberOf(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    @Test
    void aFixedPortIsTakenOncePerInstance() {
        Placement placement = place(service(ON_PORT_80, 3), instance("a1", "a"), instance("b1", "b"));
        assertThat(placement.instanceIds()).containsExactly("a1", "b1");
        assertThat(placement.failure().reason()).isEqualTo("RESOURCE:PORTS");
        assertThat(placement.failure().message())
                .isEqualTo(
                        "The closest matching (container-instance a1) is already using a port required by your task.");
    }

    @Test
    void aFailureCountsWhatWasInTheWay() {
        PlacementFailure failure = place(
                        tasks(2, spread(ZONE)),
                        instance("a", "a").left(0, 0),
                        instance("b", "b").left(4096, 512),
                        instance("c", "c").disconnected(),
                        instance("d", "d").inactive(),
                        instance("e", "e").left(1000, 9000))
                .failure();
        assertThat(failure.unplaced()).isEqualTo(2);
        assertThat(failure.removedBy())
                .isEqualTo(Map.of("INACTIVE", 1, "AGENT", 1, "RESOURCE:CPU", 2, "RESOURCE:MEMORY", 1));
        assertThat(failure.removedBy().keySet())
                .containsExactly("INACTIVE", "AGENT", "RESOURCE:CPU", "RESOURCE:MEMORY");
        assertThat(failure.closestInstanceId()).isEqualTo("b");
        assertThat(failure.reason()).isEqualTo("RESOURCE:MEMORY");
        assertThat(failure.message())
                .isEqualTo("The closest matching (container-instance b) has insufficient memory available.");
    }

    @Test
    void aFailureSaysWhatTheClosestInstanceLacks() {
        Demand demand = new Demand(
                2048,
                1024,
                1,
                List.of(new HostPort(TransportProtocol.TCP, 80)),
                List.of(new Attribute("disk", "ssd", null, null)));
        PlacementFailure failure = place(
                        service(demand, 1, memberOf("attribute:rack == 7"), DISTINCT),
                        instance("a", "a")
                                .left(100, 9000)
                                .taken(80)
                                .attribute("disk", "hdd")
                                .running("service:web", 1))
                .failure();
        assertThat(failure.lacks())
                .containsExactly(
                        new Lack("RESOURCE:CPU", "2048 CPU units", "100"),
                        new Lack("RESOURCE:GPU", "1 GPUs", "0"),
                        new Lack("RESOURCE:PORTS", "port 80/tcp", "it is taken"),
                        new Lack("ATTRIBUTE", "disk=ssd", "hdd"),
                        new Lack(
                                "DistinctInstance placement constraint unsatisfied.",
                                "no other task of its group",
                                "one"),
                        new Lack("MemberOf placement constraint unsatisfied", "attribute:rack == 7", "it is not met"));
        assertThat(failure.detail())
                .startsWith("The closest matching (container-instance a) has insufficient CPU units available."
                        + " RESOURCE:CPU: needs 2048 CPU units, found 100. RESOURCE:GPU: needs 1 GPUs, found 0.")
                .endsWith(" Instances by the first thing in the way: RESOURCE:CPU 1.");
    }

    @Test
    void aFailureSaysWhatIsLeftOnceSomeArePlaced() {
        PlacementFailure failure =
                place(tasks(3), instance("a", "a").left(2500, 9000)).failure();
        assertThat(failure.lacks()).containsExactly(new Lack("RESOURCE:CPU", "1024 CPU units", "452"));
    }

    @Test
    void whatIsInTheWayMayBeAnotherThingOfTheSameKind() {
        PlacementRequest request =
                service(new Demand(1, 1, 0, List.of(), List.of(new Attribute("rack", "7", null, null))), 1);
        FakeInstance instance = instance("a", "a").attribute("rack", "6");
        FakeCluster cluster = FakeCluster.of(instance);
        assertThat(lacks(request, cluster)).containsExactly(new Lack("ATTRIBUTE", "rack=7", "6"));

        instance.attribute("rack", "5");
        cluster.changed("a");
        assertThat(lacks(request, cluster)).containsExactly(new Lack("ATTRIBUTE", "rack=7", "5"));
    }

    @Test
    void theClosestInstanceIsOneThatIsThere() {
        PlacementRequest request = service(new Demand(2048, 1, 0, List.of(), List.of()), 1);
        FakeCluster cluster = FakeCluster.of(instance("a", "a").left(100, 100));
        assertThat(failure(request, cluster).closestInstanceId()).isEqualTo("a");

        cluster.remove("a");
        cluster.add(instance("b", "a").left(100, 100));
        assertThat(failure(request, cluster).closestInstanceId()).isEqualTo("b");
    }

    private static PlacementFailure failure(PlacementRequest request, FakeCluster cluster) {
        return Objects.requireNonNull(
                Placer.place(request, cluster.inventory, bound -> 0).failure());
    }

    private static List<Lack> lacks(PlacementRequest request, FakeCluster cluster) {
        return failure(request, cluster).lacks();
    }

    @Test
    void requiredAttributesAreOfTheInstance() {
        Demand any = new Demand(1, 1, 0, List.of(), List.of(new Attribute("rack", null, null, null)));
        Demand seven = new Demand(1, 1, 0, List.of(), List.of(new Attribute("rack", "7", null, null)));
        FakeInstance[] instances = {
            instance("a", "a"),
            instance("b", "b").attribute("rack", "6"),
            instance("c", "c").attribute("rack", "7")
        };
        assertThat(place(service(any, 4), instances).instanceIds()).containsExactly("b", "c", "b", "c");
        assertThat(place(service(seven, 2), instances).instanceIds()).containsExactly("c", "c");
        PlacementFailure failure = place(service(any, 1), instances[0]).failure();
        assertThat(failure.reason()).isEqualTo("ATTRIBUTE");
        assertThat(failure.message())
                .isEqualTo(
                        "The closest matching (container-instance a) is missing an attribute required by your task.");
        assertThat(failure.lacks()).containsExactly(new Lack("ATTRIBUTE", "rack", "none"));
        assertThat(Fits.whyNot(any, instances[0])).contains("ATTRIBUTE");
    }

    @Test
    void eachInstanceThatFitsIsDrawnAsOftenThoughFewDo() {
        FakeInstance[] instances = IntStream.range(0, 200)
                .mapToObj(i -> instance("i-%03d".formatted(i), "a").left(i % 50 == 7 ? 4096 : 100, 8192))
                .toArray(FakeInstance[]::new);
        FakeCluster cluster = FakeCluster.of(instances);
        Random numbers = new Random(1);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 4_000; i++) {
            Placement placement =
                    Placer.place(tasks(1, random()), cluster.inventory, bound -> numbers.nextInt((int) bound));
            counts.merge(placement.instanceIds().get(0), 1, Integer::sum);
        }
        assertThat(counts.keySet()).containsExactly("i-007", "i-057", "i-107", "i-157");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    }

    @Test
    void valuesThatNoInstanceHasAnyMoreAreForgotten() {
        FakeInstance changing = instance("a", "a");
        FakeCluster cluster = FakeCluster.of(changing, instance("b", "b"));
        PlacementRequest request = tasks(1, spread("attribute:rack"));
        for (int i = 0; i < 1_000; i++) {
            changing.attribute("rack", "rack-" + i);
            cluster.changed("a");
            assertThat(cluster.inventory.ranking(request).classes()).hasSizeLessThan(30);
        }
        assertThat(Placer.place(request, cluster.inventory, PlacerTest::noDraw).instanceIds())
                .containsExactly("a");
    }

    @Test
    void aFailureNamesADisconnectedAgent() {
        PlacementFailure failure =
                place(tasks(1), instance("a", "a").disconnected()).failure();
        assertThat(failure.reason()).isEqualTo("AGENT");
        assertThat(failure.message())
                .isEqualTo("The closest matching (container-instance a) encountered error \"AGENT\".");
    }

    @Test
    void aClusterWithoutActiveInstancesSaysSo() {
        assertThat(place(tasks(1)).failure())
                .isEqualTo(new PlacementFailure(
                        1,
                        "NO ACTIVE INSTANCES",
                        "No Container Instances were found in your cluster.",
                        Map.of(),
                        null,
                        List.of()));
        assertThat(place(tasks(1), instance("a", "a").inactive()).failure().reason())
                .isEqualTo("NO ACTIVE INSTANCES");
    }

    @Test
    void whatFitsIsPlacedEvenIfNotAllDo() {
        Placement placement = place(
                tasks(5),
                instance("a", "a").left(2048, 8192),
                instance("b", "b").left(1024, 8192));
        assertThat(placement.instanceIds()).containsExactly("a", "a", "b");
        assertThat(placement.failure().unplaced()).isEqualTo(2);
        assertThat(placement.failure().message())
                .isEqualTo("The closest matching (container-instance a) has insufficient CPU units available.");
    }

    @Test
    void aLargeGroupCostsALookAtEachInstanceAndLittlePerTask() {
        FakeInstance[] instances = IntStream.range(0, 10_000)
                .mapToObj(i -> instance("i-%05d".formatted(i), "zone-" + i % 3))
                .toArray(FakeInstance[]::new);
        Placement placement = place(service(SMALL, 1_000), instances);
        assertThat(placement.instanceIds()).hasSize(1_000).doesNotHaveDuplicates();
        long asked = 0;
        for (FakeInstance instance : instances) {
            asked += instance.asked;
        }
        assertThat(asked).as("questions").isLessThan(12L * 10_000 + 20L * 1_000);
    }

    @Test
    void soIsEachOfSeveralZonesThatAreEquallyGood() {
        FakeInstance[] instances = IntStream.range(0, 200)
                .mapToObj(i ->
                        instance("i-%03d".formatted(i), "zone-" + i % 5).left(i % 50 == 7 || i == 8 ? 4096 : 100, 8192))
                .toArray(FakeInstance[]::new);
        FakeCluster cluster = FakeCluster.of(instances);
        Random numbers = new Random(1);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            Placement placement =
                    Placer.place(tasks(1, random()), cluster.inventory, bound -> numbers.nextInt((int) bound));
            counts.merge(placement.instanceIds().get(0), 1, Integer::sum);
        }
        assertThat(counts.keySet()).containsExactly("i-007", "i-008", "i-057", "i-107", "i-157");
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
    }
}
