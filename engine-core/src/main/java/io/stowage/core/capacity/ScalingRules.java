package io.stowage.core.capacity;

import java.time.Duration;

/**
 * What a capacity provider says about its size.
 *
 * @param enabled whether it grows and shrinks by itself; if not, it is only kept between its smallest and its largest size
 * @param targetCapacity how many percent of the machines are to be needed, 1 to 100: the rest is headroom
 * @param minimumStep machines that a scale-out launches at least
 * @param maximumStep machines that are launched at most within a minute
 * @param minimumSize fewer machines are never kept
 * @param maximumSize more are never launched
 * @param pace how it shrinks
 */
public record ScalingRules(
        boolean enabled,
        int targetCapacity,
        int minimumStep,
        int maximumStep,
        int minimumSize,
        int maximumSize,
        Pace pace) {

    /**
     * How a capacity provider shrinks.
     *
     * @param points for how many minutes in a row less must have been enough
     * @param share how many percent of the machines may go in one step; one always may
     * @param hold how long after a scale-out none goes
     */
    public record Pace(int points, int share, Duration hold) {

        /** ECS's: after 15 minutes, half of them, none within 15 minutes of a scale-out. */
        public static final Pace DEFAULT = new Pace(15, 50, Duration.ofMinutes(15));

        /** Checks the ranges. */
        public Pace {
            range("points", points, 1, 10_000);
            range("share", share, 1, 100);
            if (hold.isNegative()) {
                throw new IllegalArgumentException("hold is " + hold + "; it must not be less than zero");
            }
        }
    }

    /** Checks the ranges, which are ECS's. */
    public ScalingRules {
        range("targetCapacity", targetCapacity, 1, 100);
        range("minimumStep", minimumStep, 1, 10_000);
        range("maximumStep", maximumStep, minimumStep, 10_000);
        range("minimumSize", minimumSize, 0, Integer.MAX_VALUE);
        range("maximumSize", maximumSize, minimumSize, Integer.MAX_VALUE);
    }

    /** ECS's defaults between two sizes: all machines needed, steps of 1 to 10,000. */
    public static ScalingRules between(int minimumSize, int maximumSize) {
        return new ScalingRules(true, 100, 1, 10_000, minimumSize, maximumSize, Pace.DEFAULT);
    }

    private static void range(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; it must be " + least + " to " + most + ", both included");
        }
    }
}
