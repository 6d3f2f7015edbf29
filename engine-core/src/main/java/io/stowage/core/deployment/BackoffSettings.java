package io.stowage.core.deployment;

import java.time.Duration;

/**
 * How long a deployment waits before it starts tasks again, after tasks of it failed in a row.
 *
 * @param firstDelay after the first failure; doubles with each further one
 * @param maxDelay never more than this
 * @param jitterPercent how much of a delay may be taken off to spread deployments that fail together, 0 to 50
 * @param lastingRun how long a task has to run for what crashed before it to be forgotten
 */
public record BackoffSettings(Duration firstDelay, Duration maxDelay, int jitterPercent, Duration lastingRun) {

    /** One second at first, at most ECS's 27 minutes, up to a fifth off; a run lasts after ten minutes. */
    public static final BackoffSettings DEFAULTS =
            new BackoffSettings(Duration.ofSeconds(1), Duration.ofMinutes(27), 20, Duration.ofMinutes(10));

    /** Checks the ranges. */
    public BackoffSettings {
        if (firstDelay.isNegative() || firstDelay.isZero()) {
            throw new IllegalArgumentException("firstDelay is " + firstDelay + "; it must be more than zero");
        }
        if (maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "maxDelay is " + maxDelay + "; it must not be less than firstDelay, which is " + firstDelay);
        }
        if (jitterPercent < 0 || jitterPercent > 50) {
            throw new IllegalArgumentException("jitterPercent is " + jitterPercent + "; it must be 0 to 50");
        }
    }

    /** With runs that last after ten minutes. */
    public BackoffSettings(Duration firstDelay, Duration maxDelay, int jitterPercent) {
        this(firstDelay, maxDelay, jitterPercent, DEFAULTS.lastingRun);
    }
}
