package io.stowage.benchmarks;

import io.stowage.testkit.NumberRanges;
import io.stowage.testkit.SimulationSettings;
import io.stowage.testkit.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param first the first seed; the others follow it
 * @param seeds how many
 * @param runs what all of them are to be like, for one seed
 * @param failures what to do with those that fail
 * @param threads how many run at once
 */
record SimulateArguments(long first, int seeds, SimulationSettings runs, Failures failures, int threads) {

    /**
     * What to do with runs that fail.
     *
     * @param shrinking how long each may be made shorter; zero if it is told as it is
     * @param keep the folder that a regression file is written to; null if none is
     */
    record Failures(Duration shrinking, @Nullable Path keep) {}

    private static final String USAGE =
            "Usage: simulate --seeds N --tasks N [--engines N] [--hours H] [--faults NONE|LIST]"
                    + " [--first SEED], or simulate --replay SEED --tasks N [--engines N] [--hours H] [--faults NONE|LIST]"
                    + " [--without LIST]. With both: [--shrink SECONDS] [--keep FOLDER] [--threads N]."
                    + " Lists are separated by commas, and ranges of numbers are 3-7.";

    static SimulateArguments parse(String[] words) {
        long first = 1;
        int seeds = 1;
        int tasks = 20;
        int hours = 6;
        int engines = 1;
        Set<Fault> faults = null;
        SortedSet<Integer> without = new TreeSet<>();
        int shrinkSeconds = 60;
        Path keep = null;
        int threads = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < words.length; i += 2) {
            String option = words[i];
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(option + " has no value. " + USAGE);
            }
            String word = words[i + 1];
            switch (option) {
                case "--seeds" -> seeds = positive(option, word);
                case "--tasks" -> tasks = positive(option, word);
                case "--hours" -> hours = positive(option, word);
                case "--engines" -> engines = positive(option, word);
                case "--first", "--replay" -> first = number(option, word);
                case "--faults" -> faults = faults(word);
                case "--without" -> without = NumberRanges.parse(word);
                case "--shrink" -> shrinkSeconds = (int) number(option, word);
                case "--keep" -> keep = Path.of(word);
                case "--threads" -> threads = positive(option, word);
                default -> throw new IllegalArgumentException(option + " is not an option. " + USAGE);
            }
        }
        return new SimulateArguments(
                first,
                seeds,
                new SimulationSettings(first, tasks, Duration.ofHours(hours), engines, faults, without),
                new Failures(Duration.ofSeconds(shrinkSeconds), keep),
                threads);
    }

    /** What the run with this index is to be like. */
    SimulationSettings settings(int index) {
        return new SimulationSettings(
                first + index, runs.tasks(), runs.duration(), runs.engines(), runs.faults(), runs.leftOut());
    }

    private static @Nullable Set<Fault> faults(String word) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        if (word.equals("NONE")) {
            return faults;
        }
        for (String name : word.split(",", -1)) {
            try {
                faults.add(Fault.valueOf(name));
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException(
                        "--faults has \"" + name + "\", but there are " + Arrays.toString(Fault.values())
                                + ", and NONE.",
                        unknown);
            }
        }
        return faults;
    }

    private static long number(String option, String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    option + " is \"" + word + "\", but must be a number. " + USAGE, noNumber);
        }
    }

    private static int positive(String option, String word) {
        long value = number(option, word);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(option + " is " + value + ", but must be at least 1. " + USAGE);
        }
        return (int) value;
    }
}
