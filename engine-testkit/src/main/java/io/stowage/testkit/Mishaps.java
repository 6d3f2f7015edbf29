package io.stowage.testkit;

import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.runtime.Applications;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.Behaviour.Health;
import io.stowage.testkit.runtime.Behaviour.Pull;
import io.stowage.testkit.runtime.HostFaults;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What goes wrong in a run: carries out the faults of its plan. */
final class Mishaps {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final Duration LONGEST_DOWNTIME = Duration.ofMinutes(2);
    private static final List<Behaviour> BAD = List.of(
            Behaviour.slowToStart(),
            Behaviour.crashing(),
            Behaviour.exitingAtOnce(),
            Behaviour.ignoringStopSignal(),
            Behaviour.neverCreated(),
            Behaviour.pulled(Pull.FAILS),
            Behaviour.pulled(Pull.STUMBLES),
            Behaviour.withHealth(Health.NEVER_HEALTHY),
            Behaviour.withHealth(Health.FLAPPING),
            Behaviour.withHealth(Health.HANGING));

    private final Simulation simulation;
    private final EngineHosts engines;
    private final Fleet fleet;
    private final Applications applications;
    private final Counts counts;
    private final Set<Fault> faults;

    Mishaps(
            Simulation simulation,
            EngineHosts engines,
            Fleet fleet,
            Applications applications,
            Counts counts,
            Set<Fault> faults) {
        this.simulation = simulation;
        this.engines = engines;
        this.fleet = fleet;
        this.applications = applications;
        this.counts = counts;
        this.faults = faults;
    }

    /** How a new image behaves: one in four is bad, where there are bad ones. */
    Behaviour drawBehaviour(SimulationRandom random) {
        boolean bad = faults.contains(Fault.BAD_APPLICATIONS) && random.below(4) == 0;
        return bad ? BAD.get((int) random.below(BAD.size())) : Behaviour.SOUND;
    }

    /** One more thing goes wrong. */
    void strike(Fault fault, SimulationRandom random, List<String> images) {
        counts.add("fault " + fault);
        switch (fault) {
            case BAD_APPLICATIONS -> turnAnApplication(images, random);
            case HOST_VANISHES -> vanish(fleet.any(random).host, random);
            case HOST_REBOOTS -> reboot(fleet.any(random).host, random);
            case ENGINE_CRASHES ->
                engines.any(random)
                        .crashAfter(
                                between(Duration.ZERO, Duration.ofSeconds(10), random),
                                between(Duration.ZERO, LONGEST_DOWNTIME, random));
            case ENGINE_RESTARTS -> engines.any(random).restart(between(Duration.ZERO, LONGEST_DOWNTIME, random));
            case CALLS_FAIL -> disturb(fleet.any(random).host, random);
            case CALLS_SLOW -> slowDown(random);
        }
    }

    /** An image's next runs behave differently: bad, or well again. */
    private void turnAnApplication(List<String> images, SimulationRandom random) {
        if (!images.isEmpty()) {
            Behaviour next = random.below(2) == 0 ? Behaviour.SOUND : BAD.get((int) random.below(BAD.size()));
            applications.define(Objects.requireNonNull(random.choose(images, image -> image)), next);
        }
    }

    private void vanish(SimulatedHost host, SimulationRandom random) {
        host.reachable(false);
        later(between(SHORT, LONG, random), () -> host.reachable(true));
    }

    private void reboot(SimulatedHost host, SimulationRandom random) {
        host.shutDown();
        later(between(Duration.ofSeconds(20), Duration.ofMinutes(5), random), () -> host.reachable(true));
    }

    private void disturb(SimulatedHost host, SimulationRandom random) {
        host.faults(new HostFaults(drawRate(random), drawRate(random), drawRate(random), drawRate(random) / 2, (int)
                random.below(1_000_000)));
        later(between(SHORT, LONG, random), () -> host.faults(HostFaults.NONE));
    }

    private static int drawRate(SimulationRandom random) {
        return random.below(2) == 0 ? 0 : (int) random.below(200_000);
    }

    private void slowDown(SimulationRandom random) {
        engines.laneModel(LaneModel.SOUND
                .withSlow((int) random.below(200_000), between(SHORT, Duration.ofSeconds(90), random))
                .withLost((int) random.below(20_000)));
        later(between(SHORT, LONG, random), () -> engines.laneModel(LaneModel.SOUND));
    }

    private void later(Duration delay, Runnable relief) {
        simulation.schedule(delay, "relief", relief);
    }

    private static Duration between(Duration low, Duration high, SimulationRandom random) {
        return Duration.ofNanos(random.between(low, high));
    }
}
