package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.HostPort;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws small clusters of every kind, what happens in them, and what is asked of them. A number never decides by more than a few. */
final class RandomClusters {

    private static final int MOST_HOSTS = 9;
    private static final List<PlacementStrategy> STRATEGIES = List.of(
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:rack"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "host"),
            new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"),
            new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"),
            new PlacementStrategy(PlacementStrategyType.RANDOM, null));

    private static final List<String> QUERIES =
            Pipeline.QUERIES.keySet().stream().sorted().toList();

    private final Random draw;

    RandomClusters(Random draw) {
        this.draw = draw;
    }

    Hosts cluster() {
        Hosts hosts = new Hosts();
        int size = draw.nextInt(MOST_HOSTS);
        for (int i = 0; i < size; i++) {
            hosts.add(host("i-" + i));
        }
        return hosts;
    }

    /** Hosts join, leave, and are not what they were. */
    void change(Hosts hosts) {
        for (int i = draw.nextInt(4); i > 0; i--) {
            String id = "i-" + draw.nextInt(MOST_HOSTS);
            Host known = hosts.byId.get(id);
            if (known == null) {
                hosts.add(host(id));
            } else if (draw.nextInt(4) == 0) {
                hosts.remove(id);
            } else {
                change(known);
                hosts.changed(id);
            }
        }
    }

    private void change(Host known) {
        Host next = host(known.id);
        if (draw.nextBoolean()) {
            known.become(next);
        } else {
            known.use(next);
        }
    }

    private Host host(String id) {
        Host host = new Host(id, draw.nextInt(8) - 1, draw.nextInt(8) - 1, draw.nextInt(3));
        host.active = draw.nextInt(10) > 0;
        host.connected = draw.nextInt(10) > 0;
        host.portReservations = draw.nextInt(7);
        host.runningTasks = draw.nextInt(4);
        if (draw.nextInt(5) > 0) {
            host.attributes.put("ecs.availability-zone", draw.nextInt(4) == 0 ? "" : "zone-" + draw.nextInt(3));
        }
        if (draw.nextInt(3) > 0) {
            host.attributes.put("rack", "rack-" + draw.nextInt(3));
        }
        running(host, "mine");
        running(host, "other");
        if (draw.nextInt(4) == 0) {
            host.taken.add(new HostPort(TransportProtocol.TCP, 80));
        }
        return host;
    }

    private void running(Host host, String group) {
        int count = draw.nextInt(3);
        if (count > 0) {
            host.tasks.put(group, count);
        }
    }

    PlacementRequest request() {
        List<PlacementStrategy> strategies = new ArrayList<>();
        for (int i = Math.max(0, draw.nextInt(7) - 1); i > 0; i--) {
            strategies.add(STRATEGIES.get(draw.nextInt(STRATEGIES.size())));
        }
        return new PlacementRequest(
                "mine", demand(ports(), attributes()), count(), constraints(), strategies, draw.nextBoolean());
    }

    /** The same, but for the amounts: it is answered from the same ranking. */
    PlacementRequest another(PlacementRequest like) {
        Demand demand = demand(like.demand().ports(), like.demand().attributes());
        return new PlacementRequest(
                like.group(), demand, count(), like.constraints(), like.strategies(), like.service());
    }

    private Demand demand(List<HostPort> ports, List<Attribute> attributes) {
        return new Demand(draw.nextInt(3), draw.nextInt(3), draw.nextInt(8) / 7, ports, attributes);
    }

    private int count() {
        return draw.nextInt(13);
    }

    private List<HostPort> ports() {
        return draw.nextInt(4) > 0
                ? List.of()
                : List.of(
                        new HostPort(draw.nextBoolean() ? TransportProtocol.TCP : TransportProtocol.UDP, 80),
                        new HostPort(TransportProtocol.TCP, 81));
    }

    private List<Attribute> attributes() {
        return draw.nextInt(4) > 0
                ? List.of()
                : List.of(new Attribute("rack", draw.nextBoolean() ? null : "rack-1", null, null));
    }

    private List<PlacementConstraint> constraints() {
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
