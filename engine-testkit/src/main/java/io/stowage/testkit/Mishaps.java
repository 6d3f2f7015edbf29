package io.stowage.testkit;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What goes wrong in a run. Each seed draws which kinds of faults there are at all: one in twenty has none, to see whether the engine
 * keeps still by itself, and one in twenty has exactly one.
 */
final class Mishaps {

    /** The kinds of faults. */
    enum Kind {
        BAD_APPLICATIONS,
        HOST_VANISHES,
        HOST_REBOOTS,
        ENGINE_CRASHES,
        ENGINE_RESTARTS,
        CALLS_FAIL,
        CALLS_SLOW
    }

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(20);
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
    private final EngineHost engine;
    private final Fleet fleet;
    private final Applications applications;
    private final SimulationRandom random;
    private final Counts counts;
    private final Set<Kind> kinds;

    Mishaps(
            Simulation simulation,
            EngineHost engine,
            Fleet fleet,
            Applications applications,
            SimulationRandom random,
            Counts counts) {
        this.simulation = simulation;
        this.engine = engine;
        this.fleet = fleet;
        this.applications = applications;
        this.random = random;
        this.counts = counts;
        this.kinds = drawKinds(random);
    }

    private static Set<Kind> drawKinds(SimulationRandom random) {
        Set<Kind> drawn = EnumSet.noneOf(Kind.class);
        long die = random.below(20);
        if (die == 0) {
            return drawn;
        }
        Kind[] all = Kind.values();
        if (die == 1) {
            drawn.add(all[(int) random.below(all.length)]);
            return drawn;
        }
        for (Kind kind : all) {
            if (random.below(2) == 0) {
                drawn.add(kind);
            }
        }
        return drawn;
    }

    /** The kinds of faults of this run. */
    Set<Kind> kinds() {
        return kinds;
    }

    /** How a new image behaves: one in four is bad, where there are bad ones. */
    Behaviour drawBehaviour() {
        boolean bad = kinds.contains(Kind.BAD_APPLICATIONS) && random.below(4) == 0;
        return bad ? BAD.get((int) random.below(BAD.size())) : Behaviour.SOUND;
    }

    /** One more thing goes wrong, or nothing in a run without faults. */
    void strike(List<String> images) {
        List<Kind> possible = new ArrayList<>(kinds);
        if (possible.isEmpty()) {
            return;
        }
        Kind kind = possible.get((int) random.below(possible.size()));
        counts.add("fault " + kind);
        switch (kind) {
            case BAD_APPLICATIONS -> turnAnApplication(images);
            case HOST_VANISHES -> vanish(fleet.any().host);
            case HOST_REBOOTS -> reboot(fleet.any().host);
            case ENGINE_CRASHES -> engine.crashAfter(between(Duration.ZERO, Duration.ofSeconds(10)));
            case ENGINE_RESTARTS -> engine.close();
            case CALLS_FAIL -> disturb(fleet.any().host);
            case CALLS_SLOW -> slowDown();
        }
    }

    /** An image's next runs behave differently: bad, or well again. */
    private void turnAnApplication(List<String> images) {
        if (!images.isEmpty()) {
            Behaviour next = random.below(2) == 0 ? Behaviour.SOUND : BAD.get((int) random.below(BAD.size()));
            applications.define(images.get((int) random.below(images.size())), next);
        }
    }

    private void vanish(SimulatedHost host) {
        host.reachable(false);
        later(between(SHORT, LONG), () -> host.reachable(true));
    }

    private void reboot(SimulatedHost host) {
        host.shutDown();
        later(between(Duration.ofSeconds(20), Duration.ofMinutes(5)), () -> host.reachable(true));
    }

    private void disturb(SimulatedHost host) {
        host.faults(new HostFaults(drawRate(), drawRate(), drawRate(), drawRate() / 2, (int) random.below(1_000_000)));
        later(between(SHORT, LONG), () -> host.faults(HostFaults.NONE));
    }

    private int drawRate() {
        return random.below(2) == 0 ? 0 : (int) random.below(200_000);
    }

    private void slowDown() {
        engine.laneModel(LaneModel.SOUND
                .withSlow((int) random.below(200_000), between(SHORT, Duration.ofSeconds(90)))
                .withLost((int) random.below(20_000)));
        later(between(SHORT, LONG), () -> engine.laneModel(LaneModel.SOUND));
    }

    private void later(Duration delay, Runnable relief) {
        simulation.schedule(delay, "relief", relief);
    }

    private Duration between(Duration low, Duration high) {
        return Duration.ofNanos(random.between(low, high));
    }
}
