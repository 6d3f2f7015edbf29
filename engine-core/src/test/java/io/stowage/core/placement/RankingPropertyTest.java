package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Rankings that are kept up answer as those that are built anew, whatever has happened. */
class RankingPropertyTest {

    private static final List<List<PlacementStrategy>> CHAINS = List.of(
            List.of(),
            List.of(strategy(PlacementStrategyType.BINPACK, "memory")),
            List.of(
                    strategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
                    strategy(PlacementStrategyType.BINPACK, "cpu")),
            List.of(
                    strategy(PlacementStrategyType.SPREAD, "instanceId"),
                    strategy(PlacementStrategyType.SPREAD, "attribute:rack"),
                    strategy(PlacementStrategyType.BINPACK, "cpu"),
                    strategy(PlacementStrategyType.BINPACK, "memory")));

    private static PlacementStrategy strategy(PlacementStrategyType type, String field) {
        return new PlacementStrategy(type, field);
    }

    @Property(tries = 100)
    void keptUpIsAsBuiltAnew(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = new FakeCluster();
        for (int turn = 0; turn < 30; turn++) {
            int changes = draw.nextInt(10) == 0 ? 3_000 : draw.nextInt(20);
            for (int i = 0; i < changes; i++) {
                change(cluster, draw);
            }
            PlacementRequest request = request(draw);
            Placement kept = Placer.place(request, cluster.inventory, RankingPropertyTest::nothingIsRandom);
            Placement anew = Placer.place(request, cluster.copy().inventory, RankingPropertyTest::nothingIsRandom);
            assertThat(kept).isEqualTo(anew);
            String provider = request.demand().capacityProvider();
            assertThat(kept.instanceIds())
                    .allMatch(id -> provider == null || provider.equals(cluster.instances.get(id).capacityProvider));
            if (draw.nextBoolean()) {
                kept.instanceIds().forEach(id -> cluster.take(id, request));
            }
        }
    }

    /** Why nothing fits is remembered: whatever changes, it is not what was so before. */
    @Property(tries = 50)
    void whyNothingFitsIsToldAsItIsNow(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = new FakeCluster();
        PlacementRequest request = new PlacementRequest(
                "one",
                new Demand(30, 30, 0, List.of(new HostPort(TransportProtocol.TCP, 80))),
                2,
                draw.nextBoolean()
                        ? List.of()
                        : List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null)),
                CHAINS.get(draw.nextInt(CHAINS.size())),
                false);
        for (int turn = 0; turn < 60; turn++) {
            changeOneThing(cluster, "i-" + draw.nextInt(5), draw);
            Placement kept = Placer.place(request, cluster.inventory, RankingPropertyTest::nothingIsRandom);
            Placement anew = Placer.place(request, cluster.copy().inventory, RankingPropertyTest::nothingIsRandom);
            assertThat(kept).isEqualTo(anew);
        }
    }

    private static void changeOneThing(FakeCluster cluster, String id, Random draw) {
        FakeInstance known = cluster.instances.get(id);
        if (known == null) {
            cluster.add(new FakeInstance(id).left(draw.nextInt(32), draw.nextInt(32)));
            return;
        }
        switch (draw.nextInt(6)) {
            case 0 -> cluster.remove(id);
            case 1 -> known.left(draw.nextInt(32), known.memory);
            case 2 -> known.left(known.cpu, draw.nextInt(32));
            case 3 -> known.running("one", draw.nextInt(2));
            case 4 -> known.taken(80);
            default -> {
                known.connected = !known.connected;
                known.described();
            }
        }
        if (cluster.instances.containsKey(id)) {
            cluster.changed(id);
        }
    }

    /** Ids between two neighbours leave no room between their labels in the end. */
    @Property(tries = 50)
    void instancesThatJoinBetweenTwoOthersComeBetweenThem(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = FakeCluster.of(new FakeInstance("a"), new FakeInstance("b"));
        StringBuilder id = new StringBuilder("a");
        PlacementRequest request = new PlacementRequest(
                "family:batch", new Demand(4096, 1, 0, List.of()), 60, List.of(), List.of(), false);
        for (int i = 0; i < 50; i++) {
            id.append(draw.nextBoolean() ? '0' : '5');
            cluster.add(new FakeInstance(id.toString()));
            Placement placement = Placer.place(request, cluster.inventory, RankingPropertyTest::nothingIsRandom);
            assertThat(placement.instanceIds()).containsExactlyElementsOf(cluster.instances.keySet());
        }
    }

    private static long nothingIsRandom(long bound) {
        throw new AssertionError("nothing is random here");
    }

    private static PlacementRequest request(Random draw) {
        Demand demand = new Demand(draw.nextInt(40), draw.nextInt(40), draw.nextInt(8) / 7, List.of())
                .on(draw.nextInt(3) == 0 ? "pool" : null);
        List<PlacementConstraint> constraints = new ArrayList<>();
        if (draw.nextInt(4) == 0) {
            constraints.add(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        }
        if (draw.nextInt(4) == 0) {
            constraints.add(new PlacementConstraint(
                    PlacementConstraintType.MEMBER_OF, "not(task:group == two) and attribute:rack =~ '[0-3]'"));
        }
        List<PlacementStrategy> chain = CHAINS.get(draw.nextInt(CHAINS.size()));
        String group = draw.nextBoolean() ? "one" : "two";
        return new PlacementRequest(group, demand, draw.nextInt(30), constraints, chain, draw.nextBoolean());
    }

    private static void change(FakeCluster cluster, Random draw) {
        String id = "i-" + draw.nextInt(60);
        FakeInstance known = cluster.instances.get(id);
        if (known == null) {
            cluster.add(new FakeInstance(id)
                    .left(draw.nextInt(100), draw.nextInt(100))
                    .of(draw.nextBoolean() ? "pool" : null)
                    .zone("zone-" + draw.nextInt(3))
                    .attribute("rack", "" + draw.nextInt(6)));
        } else if (draw.nextInt(10) == 0) {
            cluster.remove(id);
        } else if (draw.nextInt(10) == 0) {
            known.attribute("rack", "" + draw.nextInt(6));
            cluster.changed(id);
        } else {
            known.left(draw.nextInt(100), draw.nextInt(100)).running("one", draw.nextInt(3));
            cluster.changed(id);
        }
    }
}
