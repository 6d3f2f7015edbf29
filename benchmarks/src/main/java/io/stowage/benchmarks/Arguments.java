package io.stowage.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** The arguments of a benchmark: {@code --name value} pairs, whole numbers all. */
public final class Arguments {

    private final Map<String, Long> values = new LinkedHashMap<>();

    /**
     * Reads a command line; what is not given has its default.
     *
     * @throws IllegalArgumentException if a name is unknown or a value is no whole number: the message says which are known
     */
    public Arguments(Map<String, Long> defaults, String... line) {
        values.putAll(defaults);
        for (int i = 0; i < line.length; i += 2) {
            String name = line[i].startsWith("--") ? line[i].substring(2) : "";
            if (!defaults.containsKey(name) || i + 1 == line.length) {
                throw new IllegalArgumentException(
                        "argument \"" + line[i] + "\": expected --NAME NUMBER with NAME one of " + defaults.keySet());
            }
            values.put(name, number(name, line[i + 1]));
        }
    }

    private static Long number(String name, String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "--" + name + " is \"" + text + "\"; it must be a whole number", notANumber);
        }
    }

    /** The value of an argument, or its default. */
    public int of(String name) {
        return Math.toIntExact(values.getOrDefault(name, 0L));
    }
}
