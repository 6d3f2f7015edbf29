package io.stowage.testkit;

import static io.stowage.testkit.Spans.between;

import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.world.Network;
import io.stowage.testkit.world.Network.Condition;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong between engines and what they call. */
final class NetworkMishaps {

    private static final Duration LONGEST_TO_CUT = Duration.ofMinutes(1);

    /** A connection of an engine. */
    private record Link(String engine, String other) {
        Component component() {
            return other.equals(Network.STORE) ? Component.STORE : Component.RUNTIME;
        }
    }

    private final Simulation simulation;
    private final EngineHosts engines;
    private final Fleet fleet;
    private boolean over;

    NetworkMishaps(Simulation simulation, EngineHosts engines, Fleet fleet) {
        this.simulation = simulation;
        this.engines = engines;
        this.fleet = fleet;
    }

    void cutStore(SimulationRandom random) {
        cut(new Link(engines.any(random).name(), Network.STORE), random);
    }

    void cutHost(SimulationRandom random) {
        cut(new Link(engines.any(random).name(), fleet.any(random).host.name()), random);
    }

    private void cut(Link link, SimulationRandom random) {
        set(link, drawCondition(random));
        simulation.schedule(Spans.trouble(random), "relief", () -> set(link, Condition.OPEN));
    }

    private static Condition drawCondition(SimulationRandom random) {
        return random.below(2) == 0 ? Condition.CUT : Condition.ANSWERS_LOST;
    }

    /**
     * Swizzle-clog: each connection of a random part of all is cut at a time of its own, and restored at one of its own, in another
     * order.
     */
    void swizzle(SimulationRandom random) {
        Duration whole = between(Spans.SHORT, Duration.ofMinutes(5), random);
        for (Link link : links()) {
            if (random.below(2) == 0) {
                Condition condition = drawCondition(random);
                Duration from = between(Duration.ZERO, LONGEST_TO_CUT, random);
                simulation.schedule(from, "clog", () -> clog(link, condition));
                simulation.schedule(
                        from.plus(between(Duration.ZERO, whole, random)), "relief", () -> set(link, Condition.OPEN));
            }
        }
    }

    private void clog(Link link, Condition condition) {
        if (!over) {
            set(link, condition);
            simulation.cells().hit(Fault.SWIZZLE_CLOG, link.component());
        }
    }

    private List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (EngineHost engine : engines.all()) {
            links.add(new Link(engine.name(), Network.STORE));
            for (Fleet.Machine machine : fleet.machines()) {
                links.add(new Link(engine.name(), machine.host.name()));
            }
        }
        return links;
    }

    private void set(Link link, Condition condition) {
        simulation.network().set(link.engine(), link.other(), condition);
    }

    void heal() {
        over = true;
        simulation.network().heal();
    }
}
