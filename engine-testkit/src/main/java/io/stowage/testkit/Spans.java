package io.stowage.testkit;

import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;

/** How long things last. */
final class Spans {

    static final Duration SHORT = Duration.ofSeconds(2);
    static final Duration LONG = Duration.ofMinutes(20);

    private Spans() {}

    static Duration between(Duration low, Duration high, SimulationRandom random) {
        return Duration.ofNanos(random.between(low, high));
    }

    /** How long something stays wrong: from seconds to 20 minutes. */
    static Duration trouble(SimulationRandom random) {
        return between(SHORT, LONG, random);
    }

    /** How many calls of a million go wrong: none half of the time, up to a fifth else. */
    static int rate(SimulationRandom random) {
        return random.below(2) == 0 ? 0 : (int) random.below(200_000);
    }

    /** As {@link #rate}, but never none. */
    static int rateAboveNone(SimulationRandom random) {
        return 1_000 + (int) random.below(200_000);
    }
}
