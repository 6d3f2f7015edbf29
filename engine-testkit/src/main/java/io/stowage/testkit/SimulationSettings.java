package io.stowage.testkit;

import io.stowage.testkit.fault.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate.
 *
 * @param seed the run: everything is drawn from it
 * @param tasks about how many tasks the services have together
 * @param duration of the part in which things happen and go wrong; the part in which they have to come right follows
 * @param engines how many engines there are on the store
 * @param faults the kinds of faults there are; null lets the seed draw them
 * @param leftOut the numbers of the {@linkplain Act acts} that are left out
 */
public record SimulationSettings(
        long seed,
        int tasks,
        Duration duration,
        int engines,
        @Nullable Set<Fault> faults,
        SortedSet<Integer> leftOut) {

    private static final int TASKS_PER_MACHINE = 10;

    /** Checks the ranges. */
    public SimulationSettings {
        if (tasks < 1) {
            throw new IllegalArgumentException("tasks is " + tasks + ", but must be at least 1.");
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration is " + duration + ", but must be positive.");
        }
        if (engines < 1 || engines > 9) {
            throw new IllegalArgumentException("engines is " + engines + ", but must be from 1 to 9.");
        }
        faults = faults == null ? null : Collections.unmodifiableSet(copy(faults));
        leftOut = Collections.unmodifiableSortedSet(new TreeSet<>(leftOut));
    }

    /** One engine, faults as the seed draws them, and nothing left out. */
    public SimulationSettings(long seed, int tasks, Duration duration) {
        this(seed, tasks, duration, 1, null, Collections.emptySortedSet());
    }

    private static Set<Fault> copy(Set<Fault> faults) {
        Set<Fault> copy = EnumSet.noneOf(Fault.class);
        copy.addAll(faults);
        return copy;
    }

    /** The same with another number of engines. */
    public SimulationSettings withEngines(int number) {
        return new SimulationSettings(seed, tasks, duration, number, faults, leftOut);
    }

    /** The same with exactly these kinds of faults; null lets the seed draw them. */
    public SimulationSettings withFaults(@Nullable Set<Fault> kinds) {
        return new SimulationSettings(seed, tasks, duration, engines, kinds, leftOut);
    }

    /** The same, with these acts left out as well. */
    public SimulationSettings without(Collection<Integer> numbers) {
        SortedSet<Integer> all = new TreeSet<>(leftOut);
        all.addAll(numbers);
        return new SimulationSettings(seed, tasks, duration, engines, faults, all);
    }

    /** How many container instances there are: room for twice the tasks, and at least three. */
    int machines() {
        return Math.max(3, (tasks + TASKS_PER_MACHINE - 1) / TASKS_PER_MACHINE);
    }

    /** The command that runs exactly this again. */
    public String replayCommand() {
        StringBuilder command = new StringBuilder(
                "benchmarks/run simulate --replay " + seed + " --tasks " + tasks + " --hours " + duration.toHours());
        if (engines > 1) {
            command.append(" --engines ").append(engines);
        }
        if (faults != null) {
            command.append(" --faults ").append(faults.isEmpty() ? "NONE" : joined(faults));
        }
        if (!leftOut.isEmpty()) {
            command.append(" --without ").append(NumberRanges.print(leftOut));
        }
        return command.toString();
    }

    private static String joined(Collection<?> of) {
        return of.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
