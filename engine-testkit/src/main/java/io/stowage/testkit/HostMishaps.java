package io.stowage.testkit;

import static io.stowage.testkit.Spans.between;

import io.stowage.model.PortMapping;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.runtime.HostFaults;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes wrong with hosts and their daemons, and what others do there. */
final class HostMishaps {

    private final Simulation simulation;
    private final Fleet fleet;

    HostMishaps(Simulation simulation, Fleet fleet) {
        this.simulation = simulation;
        this.fleet = fleet;
    }

    void vanish(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        host.reachable(false);
        later(Spans.trouble(random), () -> host.reachable(true));
    }

    void reboot(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        host.shutDown();
        later(between(Duration.ofSeconds(20), Duration.ofMinutes(5), random), () -> host.reachable(true));
    }

    void restartDaemon(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        host.daemonGoesDown(random.below(2) == 0);
        later(between(Duration.ofSeconds(1), Duration.ofMinutes(2), random), () -> host.reachable(true));
    }

    void disturb(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        host.faults(
                new HostFaults(Spans.rate(random), Spans.rate(random), Spans.rate(random), Spans.rate(random) / 2, (int)
                        random.below(1_000_000)));
        later(Spans.trouble(random), () -> host.faults(HostFaults.NONE));
    }

    /** The daemon lists wrongly for a while. */
    void lie(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        host.rates(host.rates().with(Fault.LISTS_LIE, 300_000));
        later(Spans.trouble(random), () -> host.rates(host.rates().with(Fault.LISTS_LIE, 0)));
    }

    /** Most events of a host are lost, doubled or late for a while, or none of them comes. */
    void confuseEvents(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        Duration duration = Spans.trouble(random);
        if (random.below(3) == 0) {
            host.silent(true);
            later(duration, () -> host.silent(false));
        } else {
            host.rates(host.rates().with(Fault.EVENTS_UNRELIABLE, 700_000));
            later(duration, () -> host.rates(host.rates().with(Fault.EVENTS_UNRELIABLE, 0)));
        }
    }

    /** Some of the containers of a host are gone. */
    void vanishContainers(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        for (SimulatedContainer container : host.containers()) {
            if (!container.isForeign() && random.below(3) == 0) {
                simulation.cells().hit(Fault.CONTAINERS_VANISH, Component.RUNTIME);
                host.vanish(container);
            }
        }
    }

    /** Somebody ends, removes or replaces one of our containers. */
    void interfere(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        SimulatedContainer container = drawOurs(host, random);
        if (container == null) {
            return;
        }
        simulation.cells().hit(Fault.FOREIGN_INTERFERENCE, Component.RUNTIME);
        if (random.derive("replace").below(3) == 0) {
            host.replaceByImpostor(container, Foreigners.inPlaceOf(container));
            later(Spans.trouble(random), host::removeForeign);
            return;
        }
        switch ((int) random.below(3)) {
            case 0 -> host.endedByStranger(container, false);
            case 1 -> host.endedByStranger(container, true);
            default -> host.vanish(container);
        }
    }

    /** Somebody has a container that looks like one of ours, for a while. */
    void lookAlike(SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        SimulatedContainer ours = drawOurs(host, random);
        if (ours != null && host.addForeign(Foreigners.like(ours, random))) {
            simulation.cells().hit(Fault.LOOKALIKES, Component.RUNTIME);
            later(Spans.trouble(random), host::removeForeign);
        }
    }

    /** Somebody's container holds a host port that a service wants, for a while. */
    void takePort(List<PortMapping> wanted, SimulationRandom random) {
        SimulatedHost host = fleet.any(random).host;
        PortMapping port = random.choose(wanted, PortMapping::toString);
        if (port != null && host.addForeign(Foreigners.on(port))) {
            simulation.cells().hit(Fault.PORTS_TAKEN, Component.RUNTIME);
            later(Spans.trouble(random), host::removeForeign);
        }
    }

    private static @Nullable SimulatedContainer drawOurs(SimulatedHost host, SimulationRandom random) {
        List<SimulatedContainer> ours = host.containers().stream()
                .filter(container -> !container.isForeign())
                .toList();
        return random.choose(ours, SimulatedContainer::name);
    }

    private void later(Duration delay, Runnable relief) {
        simulation.schedule(delay, "relief", relief);
    }

    void heal() {
        for (Fleet.Machine machine : fleet.machines()) {
            SimulatedHost host = machine.host;
            host.faults(HostFaults.NONE);
            host.rates(Rates.NONE);
            host.silent(false);
            host.removeForeign();
            host.reachable(true);
            host.calmDown();
        }
    }
}
