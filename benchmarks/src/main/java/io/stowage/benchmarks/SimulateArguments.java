package io.stowage.benchmarks;

/**
 * What was asked for on the command line.
 *
 * @param first the first seed; the others follow it
 * @param seeds how many
 * @param tasks about how many tasks each run has
 * @param hours of virtual time in which things go wrong
 */
record SimulateArguments(long first, int seeds, int tasks, int hours) {

    private static final String USAGE = "Usage: simulate --seeds N --tasks N [--hours H] [--first SEED], "
            + "or simulate --replay SEED --tasks N [--hours H].";

    static SimulateArguments parse(String[] words) {
        long first = 1;
        int seeds = 1;
        int tasks = 20;
        int hours = 6;
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " has no value. " + USAGE);
            }
            long value = number(words[i], words[i + 1]);
            switch (words[i]) {
                case "--seeds" -> seeds = positive(words[i], value);
                case "--tasks" -> tasks = positive(words[i], value);
                case "--hours" -> hours = positive(words[i], value);
                case "--first", "--replay" -> first = value;
                default -> throw new IllegalArgumentException(words[i] + " is not an option. " + USAGE);
            }
        }
        return new SimulateArguments(first, seeds, tasks, hours);
    }

    private static long number(String option, String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    option + " is \"" + word + "\", but must be a number. " + USAGE, noNumber);
        }
    }

    private static int positive(String option, long value) {
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(option + " is " + value + ", but must be at least 1. " + USAGE);
        }
        return (int) value;
    }
}
