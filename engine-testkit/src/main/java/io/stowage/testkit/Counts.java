package io.stowage.testkit;

import java.util.Map;
import java.util.TreeMap;

/** What happened how often in a run. */
final class Counts {

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** What was counted elsewhere; nothing is not mentioned. */
    void add(String what, int times) {
        if (times > 0) {
            counts.merge(what, times, Integer::sum);
        }
    }

    Map<String, Integer> byName() {
        return new TreeMap<>(counts);
    }
}
