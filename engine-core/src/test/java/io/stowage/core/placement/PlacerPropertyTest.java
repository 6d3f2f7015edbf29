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

/** The placer against the pipeline that it is to equal, on small clusters of every kind. */
class PlacerPropertyTest {

    private static final List<PlacementStrategy> STRATEGIES = List.of(
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:rack"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "host"),
            new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"),
            new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"),
            new PlacementStrategy(PlacementStrategyType.RANDOM, null));

    private static final List<String> QUERIES =
            PlacementOracle.QUERIES.keySet().stream().sorted().toList();

    @Property(tries = 20_000)
    void everyTaskGoesWhereThePipelineSays(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = cluster(draw);
        PlacementRequest request = request(draw);
        List<Long> bounds = new ArrayList<>();
        Placement placement = Placer.place(request, cluster, bound -> {
            bounds.add(bound);
            return draw.nextInt((int) bound);
        });
        FakeCluster replay = cluster.copy();
        List<Long> ties = new ArrayList<>();
        boolean draws = request.strategies().stream().anyMatch(s -> s.type() == PlacementStrategyType.RANDOM);
        for (String chosen : placement.instanceIds()) {
            List<String> best = PlacementOracle.best(request, replay).stream()
                    .map(FakeInstance::id)
                    .toList();
            if (draws) {
                assertThat(best).as("%s in %s", request, replay.instances).contains(chosen);
                ties.add((long) best.size());
            } else {
                assertThat(chosen).as("%s in %s", request, replay.instances).isEqualTo(best.get(0));
            }
            replay.instances.get(chosen).take(request.demand(), request.group());
        }
        assertThat(bounds).isEqualTo(ties);
        checkTheRest(request, placement, replay);
    }

    /** As many as possible are placed, and where that is not all it is said why. */
    private static void checkTheRest(PlacementRequest request, Placement placement, FakeCluster after) {
        int unplaced = request.count() - placement.instanceIds().size();
        PlacementFailure failure = placement.failure();
        if (unplaced == 0) {
            assertThat(failure).isNull();
            return;
        }
        assertThat(PlacementOracle.best(request, after)).isEmpty();
        assertThat(failure).isNotNull();
        assertThat(failure.unplaced()).isEqualTo(unplaced);
        assertThat(failure.removedBy().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(after.instances.size());
        assertThat(failure.closestInstanceId() != null)
                .isEqualTo(after.instances.values().stream().anyMatch(each -> each.active));
    }

    private static FakeCluster cluster(Random draw) {
        FakeCluster cluster = new FakeCluster();
        int size = draw.nextInt(9);
        for (int i = 0; i < size; i++) {
            FakeInstance instance = instance("i-" + i, draw);
            cluster.instances.put(instance.id, instance);
        }
        return cluster;
    }

    private static FakeInstance instance(String id, Random draw) {
        FakeInstance instance = new FakeInstance(id).left(draw.nextInt(8) - 1, draw.nextInt(8) - 1);
        instance.active = draw.nextInt(10) > 0;
        instance.connected = draw.nextInt(10) > 0;
        instance.gpus = draw.nextInt(3);
        instance.portReservations = draw.nextInt(7);
        if (draw.nextInt(5) > 0) {
            instance.zone(draw.nextInt(4) == 0 ? "" : "zone-" + draw.nextInt(3));
        }
        if (draw.nextInt(3) > 0) {
            instance.attribute("rack", "rack-" + draw.nextInt(3));
        }
        instance.runningTasks = draw.nextInt(4);
        instance.running("mine", draw.nextInt(3)).running("other", draw.nextInt(3));
        if (draw.nextInt(4) == 0) {
            instance.taken(80);
        }
        return instance;
    }

    private static PlacementRequest request(Random draw) {
        List<HostPort> ports = draw.nextInt(4) > 0
                ? List.of()
                : List.of(
                        new HostPort(draw.nextBoolean() ? TransportProtocol.TCP : TransportProtocol.UDP, 80),
                        new HostPort(TransportProtocol.TCP, 81));
        Demand demand = new Demand(draw.nextInt(3), draw.nextInt(3), draw.nextInt(8) / 7, ports);
        List<PlacementStrategy> strategies = new ArrayList<>();
        for (int i = draw.nextInt(4); i > 0; i--) {
            strategies.add(STRATEGIES.get(draw.nextInt(STRATEGIES.size())));
        }
        return new PlacementRequest(
                "mine", demand, draw.nextInt(13), constraints(draw), strategies, draw.nextBoolean());
    }

    private static List<PlacementConstraint> constraints(Random draw) {
        List<PlacementConstraint> constraints = new ArrayList<>();
        if (draw.nextInt(4) == 0) {
            constraints.add(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        }
        for (int i = Math.max(0, draw.nextInt(5) - 2); i > 0; i--) {
            String query = QUERIES.get(draw.nextInt(QUERIES.size()));
            constraints.add(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, query));
        }
        return constraints;
    }
}
