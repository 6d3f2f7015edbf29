package io.stowage.core.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why tasks of a group could not be placed.
 *
 * @param unplaced how many
 * @param reason ECS's word, as in a failure of RunTask: what is in the way on the closest instance, such as {@code RESOURCE:MEMORY}
 * @param message ECS's sentence, as in a service event
 * @param removedBy how many instances were out of question for which reason, each counted with its first one, in the order in which
 *     reasons are asked
 * @param closestInstanceId the instance that came closest; null if none is ACTIVE
 */
public record PlacementFailure(
        int unplaced,
        String reason,
        String message,
        Map<String, Integer> removedBy,
        @Nullable String closestInstanceId) {

    /** Copies the map, keeping its order. */
    public PlacementFailure {
        removedBy = Collections.unmodifiableMap(new LinkedHashMap<>(removedBy));
    }

    PlacementFailure of(int count) {
        return new PlacementFailure(count, reason, message, removedBy, closestInstanceId);
    }
}
