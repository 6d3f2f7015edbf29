package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Attribute;
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

/** The placer against the pipeline that it is to equal, on small clusters of every kind that change between the requests. */
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

    @Property(tries = 10_000)
    void everyTaskGoesWhereThePipelineSays(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = cluster(draw);
        PlacementRequest request = request(draw);
        for (int i = 0; i < 5; i++) {
            check(request, cluster, draw);
            change(cluster, draw);
            request = draw.nextBoolean() ? request(draw) : again(request, draw);
        }
    }

    private static void check(PlacementRequest request, FakeCluster cluster, Random draw) {
        boolean commits = draw.nextBoolean();
        FakeCluster replay = commits ? cluster : cluster.copy();
        Placement placement = Placer.place(request, cluster.inventory, bound -> draw.nextInt((int) bound));
        boolean draws = request.strategies().stream().anyMatch(s -> s.type() == PlacementStrategyType.RANDOM);
        for (String chosen : placement.instanceIds()) {
            List<String> best = PlacementOracle.best(request, replay).stream()
                    .map(FakeInstance::id)
                    .toList();
            if (draws) {
                assertThat(best).as("%s in %s", request, replay.instances).contains(chosen);
            } else {
                assertThat(best).as("%s in %s", request, replay.instances).startsWith(chosen);
            }
            replay.take(chosen, request);
        }
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
        PlacementFailure anew =
                Placer.place(request, after.copy().inventory, bound -> 0).failure();
        if (request.count() == unplaced) {
            assertThat(failure).isEqualTo(anew);
        }
    }

    private static void change(FakeCluster cluster, Random draw) {
        for (int i = draw.nextInt(4); i > 0; i--) {
            String id = "i-" + draw.nextInt(9);
            FakeInstance known = cluster.instances.get(id);
            if (known == null) {
                cluster.add(instance(id, draw));
            } else if (draw.nextInt(4) == 0) {
                cluster.remove(id);
            } else {
                become(known, instance(id, draw), draw.nextBoolean());
                cluster.changed(id);
            }
        }
    }

    private static void become(FakeInstance known, FakeInstance next, boolean describedAnew) {
        known.left(next.cpu, next.memory);
        known.gpus = next.gpus;
        known.portReservations = next.portReservations;
        known.runningTasks = next.runningTasks;
        known.taken.clear();
        known.taken.addAll(next.taken);
        known.tasks.clear();
        known.tasks.putAll(next.tasks);
        if (describedAnew) {
            known.active = next.active;
            known.connected = next.connected;
            known.attributes.clear();
            known.attributes.putAll(next.attributes);
            known.described();
        }
    }

    private static FakeCluster cluster(Random draw) {
        FakeCluster cluster = new FakeCluster();
        int size = draw.nextInt(9);
        for (int i = 0; i < size; i++) {
            cluster.add(instance("i-" + i, draw));
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

    /** The same, but for the amounts: it is answered from the same ranking. */
    private static PlacementRequest again(PlacementRequest before, Random draw) {
        Demand demand = new Demand(
                draw.nextInt(3),
                draw.nextInt(3),
                draw.nextInt(8) / 7,
                before.demand().ports(),
                before.demand().attributes());
        return new PlacementRequest(
                before.group(), demand, draw.nextInt(13), before.constraints(), before.strategies(), before.service());
    }

    private static PlacementRequest request(Random draw) {
        List<HostPort> ports = draw.nextInt(4) > 0
                ? List.of()
                : List.of(
                        new HostPort(draw.nextBoolean() ? TransportProtocol.TCP : TransportProtocol.UDP, 80),
                        new HostPort(TransportProtocol.TCP, 81));
        List<Attribute> attributes = draw.nextInt(4) > 0
                ? List.of()
                : List.of(new Attribute("rack", draw.nextBoolean() ? null : "rack-1", null, null));
        Demand demand = new Demand(draw.nextInt(3), draw.nextInt(3), draw.nextInt(8) / 7, ports, attributes);
        List<PlacementStrategy> strategies = new ArrayList<>();
        for (int i = Math.max(0, draw.nextInt(7) - 1); i > 0; i--) {
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
