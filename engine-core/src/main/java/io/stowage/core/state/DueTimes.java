package io.stowage.core.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When each service is to be looked at next: at most one time a service, the earliest that was asked for. */
final class DueTimes {

    private record Due(Instant at, String service) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : service.compareTo(other.service);
        }
    }

    private final TreeMap<Due, Boolean> queue = new TreeMap<>();
    private final Map<String, Due> byService = new LinkedHashMap<>();

    void add(String service, Instant at) {
        Due known = byService.get(service);
        if (known != null && !at.isBefore(known.at)) {
            return;
        }
        if (known != null) {
            queue.remove(known);
        }
        Due due = new Due(at, service);
        queue.put(due, true);
        byService.put(service, due);
    }

    /** A service that is due by {@code now}; null if none is. */
    @Nullable
    String take(Instant now) {
        if (queue.isEmpty() || queue.firstKey().at.isAfter(now)) {
            return null;
        }
        Due first = queue.firstKey();
        queue.remove(first);
        byService.remove(first.service);
        return first.service;
    }

    @Nullable
    Instant next() {
        return queue.isEmpty() ? null : queue.firstKey().at;
    }
}
