package io.stowage.core.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A placement with what came of each instance before it.
 *
 * @param eligible how many instances could take one of the tasks
 * @param removedBy how many could not and for which reason, each counted with its first one, in the order in which reasons are asked
 */
public record Explained(int eligible, Map<String, Integer> removedBy, Placement placement) {

    /** Copies the map, keeping its order. */
    public Explained {
        removedBy = Collections.unmodifiableMap(new LinkedHashMap<>(removedBy));
    }
}
