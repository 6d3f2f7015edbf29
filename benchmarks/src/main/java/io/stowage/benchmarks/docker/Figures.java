package io.stowage.benchmarks.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, in the order in which it is printed. */
final class Figures {

    private final List<String> fields = new ArrayList<>();

    void put(String name, int figure) {
        fields.add("\"" + name + "\":" + figure);
    }

    void put(String name, double figure) {
        fields.add(String.format(Locale.ROOT, "\"%s\":%.3f", name, figure));
    }

    /** The seconds that an orchestrator took for each step. */
    void put(String who, Times times) {
        put(who + "StartSeconds", times.start.get());
        put(who + "ReplaceSeconds", times.replace.get());
        put(who + "RollSeconds", times.roll.get());
    }

    String json() {
        return "{" + String.join(",", fields) + "}";
    }
}
