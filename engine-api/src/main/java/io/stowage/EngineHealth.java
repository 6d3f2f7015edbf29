package io.stowage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How an engine is, at one moment.
 *
 * @param engineId names this engine among those that share a store
 * @param status the whole in one word
 * @param partitions by name
 * @param counters by name: totals since the engine started
 */
public record EngineHealth(
        String engineId, EngineStatus status, List<PartitionHealth> partitions, Map<String, Long> counters) {

    /** Copies the collections, keeping their order; checks what is required for null. */
    public EngineHealth {
        Objects.requireNonNull(engineId, "EngineHealth.engineId is required");
        Objects.requireNonNull(status, "EngineHealth.status is required");
        partitions = partitions == null ? List.of() : List.copyOf(partitions);
        counters = counters == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(counters));
    }
}
