package io.stowage.testkit;

import java.time.Duration;

/**
 * Which run of {@link ChurnRun} it is.
 *
 * @param seed everything is drawn from it
 * @param engines how many engines there are on the store
 * @param duration of the part in which machines come and go and everything fails; what follows it takes some hours more
 */
public record ChurnSettings(long seed, int engines, Duration duration) {

    /** Checks the ranges. */
    public ChurnSettings {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration is " + duration + ", but must be positive.");
        }
        if (engines < 1 || engines > 9) {
            throw new IllegalArgumentException("engines is " + engines + ", but must be from 1 to 9.");
        }
    }

    /** The command that runs exactly this again. */
    public String replayCommand() {
        return "benchmarks/run capacity --part faults --runs 1 --first " + seed + " --engines " + engines + " --hours "
                + duration.toHours();
    }
}
