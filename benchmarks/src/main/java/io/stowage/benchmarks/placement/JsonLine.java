package io.stowage.benchmarks.placement;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One line of JSON, made name by name. */
public final class JsonLine {

    private final Map<String, String> values = new LinkedHashMap<>();

    public JsonLine put(String name, String text) {
        values.put(name, '"' + text + '"');
        return this;
    }

    public JsonLine put(String name, long number) {
        values.put(name, Long.toString(number));
        return this;
    }

    public JsonLine put(String name, double number, int decimals) {
        values.put(name, String.format(Locale.ROOT, "%." + decimals + "f", number));
        return this;
    }

    /** Puts all of the other line, each name behind the prefix. */
    public JsonLine putAll(String prefix, JsonLine other) {
        other.values.forEach(
                (name, value) -> values.put(prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1), value));
        return this;
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(each -> '"' + each.getKey() + "\":" + each.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
