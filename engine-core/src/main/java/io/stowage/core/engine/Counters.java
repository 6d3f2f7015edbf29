package io.stowage.core.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Totals since the engine started. Thread-safe. */
final class Counters {

    static final String OPERATIONS = "operations";
    static final String UNANSWERED = "operationsUnanswered";
    static final String DENIED = "operationsDenied";
    /** Kept by the loops. */
    static final String FAILED_EFFECTS = "effectsFailed";

    static final String FAILED_PARTS = "partsFailed";

    /** Not a total: how many there are now. */
    static final String QUARANTINED = "recordsQuarantined";

    private final Map<String, LongAdder> counters = new LinkedHashMap<>();

    Counters() {
        for (String name : List.of(OPERATIONS, UNANSWERED, DENIED)) {
            counters.put(name, new LongAdder());
        }
    }

    void add(String name) {
        Objects.requireNonNull(counters.get(name), name).increment();
    }

    Map<String, Long> snapshot() {
        Map<String, Long> totals = new LinkedHashMap<>();
        counters.forEach((name, total) -> totals.put(name, total.sum()));
        return totals;
    }
}
