package io.stowage.testkit;

import static io.stowage.testkit.Spans.between;

import io.stowage.testkit.fault.Component;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What goes wrong with engines: they die, stand still, and their clocks are wrong. */
final class EngineMishaps {

    private static final List<Component> CALLS = List.of(Component.STORE, Component.RUNTIME, Component.HEALTH);
    private static final Duration LONGEST_DOWNTIME = Duration.ofMinutes(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration LONGEST_STEP = Duration.ofHours(1);
    private static final int SLOWEST_PER_MILLE = 500;
    private static final int FASTEST_PER_MILLE = 2_000;

    private final EngineHosts engines;

    EngineMishaps(EngineHosts engines) {
        this.engines = engines;
    }

    /** At some moment, or while a call is under way. */
    void crash(SimulationRandom random) {
        EngineHost engine = engines.any(random);
        Duration downtime = between(Duration.ZERO, LONGEST_DOWNTIME, random);
        if (random.below(2) == 0) {
            engine.crashAfter(between(Duration.ZERO, Duration.ofSeconds(10), random), downtime);
        } else {
            engine.crashAtCall(drawCall(random), downtime);
        }
    }

    private static Component drawCall(SimulationRandom random) {
        return CALLS.get((int) random.below(CALLS.size()));
    }

    void restart(SimulationRandom random) {
        engines.any(random).restart(between(Duration.ZERO, LONGEST_DOWNTIME, random));
    }

    /** At once, at a call, or at its next commit: before the commit is applied, or before the engine learns of it. */
    void pause(SimulationRandom random) {
        EngineHost engine = engines.any(random);
        Duration duration = between(SHORTEST_PAUSE, LONGEST_PAUSE, random);
        switch ((int) random.below(4)) {
            case 0 -> engine.pause(duration);
            case 1 -> engine.pauseAtCall(drawCall(random), duration);
            case 2 -> engine.store().pauseAtCommit(duration, true);
            default -> engine.store().pauseAtCommit(duration, false);
        }
    }

    void stepClock(SimulationRandom random) {
        Duration offset =
                between(Duration.ZERO, LONGEST_STEP.multipliedBy(2), random).minus(LONGEST_STEP);
        engines.any(random).wallOffset(offset.truncatedTo(ChronoUnit.MILLIS));
    }

    /** A clock of another speed comes with a new start. */
    void drift(SimulationRandom random) {
        EngineHost engine = engines.any(random);
        engine.clockRate(random.between(SLOWEST_PER_MILLE, FASTEST_PER_MILLE));
        engine.restart(between(Duration.ZERO, LONGEST_DOWNTIME, random));
    }

    void heal() {
        for (EngineHost engine : engines.all()) {
            engine.store().noPauseAtCommit();
            engine.noAmbush();
            engine.cureDrift();
        }
    }
}
