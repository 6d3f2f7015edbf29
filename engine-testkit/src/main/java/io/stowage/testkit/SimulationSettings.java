package io.stowage.testkit;

import java.time.Duration;

/**
 * What to simulate.
 *
 * @param seed the run: everything is drawn from it
 * @param tasks about how many tasks the services have together
 * @param duration of the part in which things happen and go wrong; the part in which they have to come right follows
 */
public record SimulationSettings(long seed, int tasks, Duration duration) {

    private static final int TASKS_PER_MACHINE = 10;

    /** Checks the ranges. */
    public SimulationSettings {
        if (tasks < 1) {
            throw new IllegalArgumentException("tasks is " + tasks + ", but must be at least 1.");
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration is " + duration + ", but must be positive.");
        }
    }

    /** How many container instances there are: room for twice the tasks, and at least three. */
    int machines() {
        return Math.max(3, (tasks + TASKS_PER_MACHINE - 1) / TASKS_PER_MACHINE);
    }

    /** The command that runs exactly this again. */
    public String replayCommand() {
        return "benchmarks/run simulate --replay " + seed + " --tasks " + tasks + " --hours " + duration.toHours();
    }
}
