package io.stowage.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** The arguments of a benchmark that are not all numbers: {@code --name value} pairs. */
public final class Options {

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads a command line; what is not given has its default.
     *
     * @throws IllegalArgumentException if a name is unknown or has no value: the message says which are known
     */
    public Options(Map<String, String> defaults, String... line) {
        values.putAll(defaults);
        for (int i = 0; i < line.length; i += 2) {
            String name = line[i].startsWith("--") ? line[i].substring(2) : "";
            if (!defaults.containsKey(name) || i + 1 == line.length) {
                throw new IllegalArgumentException(
                        "argument \"" + line[i] + "\": expected --NAME VALUE with NAME one of " + defaults.keySet());
            }
            values.put(name, line[i + 1]);
        }
    }

    /** The value of an argument, or its default. */
    public String of(String name) {
        return values.getOrDefault(name, "");
    }

    /**
     * The value of an argument that is a whole number from 1 on.
     *
     * @throws IllegalArgumentException if it is none
     */
    public int positive(String name) {
        String text = of(name);
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "--" + name + " is \"" + text + "\"; it must be a whole number", notANumber);
        }
        throw new IllegalArgumentException("--" + name + " is " + text + "; it must be at least 1");
    }
}
