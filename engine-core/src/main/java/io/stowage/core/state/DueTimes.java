package io.stowage.core.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When each of some things, which have names, is to be looked at next: at most one time each, the earliest that was asked for. */
final class DueTimes {

    private record Due(Instant at, String name) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : name.compareTo(other.name);
        }
    }

    private final TreeMap<Due, Boolean> queue = new TreeMap<>();
    private final Map<String, Due> byName = new LinkedHashMap<>();

    void add(String name, Instant at) {
        Due known = byName.get(name);
        if (known != null && !at.isBefore(known.at)) {
            return;
        }
        if (known != null) {
            queue.remove(known);
        }
        Due due = new Due(at, name);
        queue.put(due, true);
        byName.put(name, due);
    }

    /** One that is due by {@code now}; null if none is. */
    @Nullable
    String take(Instant now) {
        if (queue.isEmpty() || queue.firstKey().at.isAfter(now)) {
            return null;
        }
        Due first = queue.firstKey();
        queue.remove(first);
        byName.remove(first.name);
        return first.name;
    }

    @Nullable
    Instant next() {
        return queue.isEmpty() ? null : queue.firstKey().at;
    }
}
