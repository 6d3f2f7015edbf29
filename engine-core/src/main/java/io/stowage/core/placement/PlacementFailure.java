package io.stowage.core.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param lacks what that one lacks, in the order in which it is asked; empty if none is ACTIVE
 */
public record PlacementFailure(
        int unplaced,
        String reason,
        String message,
        Map<String, Integer> removedBy,
        @Nullable String closestInstanceId,
        List<Lack> lacks) {

    /** Copies the map, keeping its order, and the list. */
    public PlacementFailure {
        removedBy = Collections.unmodifiableMap(new LinkedHashMap<>(removedBy));
        lacks = List.copyOf(lacks);
    }

    /** The same of so many tasks. */
    public PlacementFailure of(int count) {
        return new PlacementFailure(count, reason, message, removedBy, closestInstanceId, lacks);
    }

    /** The message, what the closest instance lacks, and how many instances were out of question for which reason. For people. */
    public String detail() {
        StringBuilder detail = new StringBuilder(message);
        lacks.forEach(lack -> detail.append(' ').append(lack).append('.'));
        if (!removedBy.isEmpty()) {
            detail.append(" Instances by the first thing in the way: ");
            removedBy.forEach((word, count) ->
                    detail.append(word).append(' ').append(count).append(", "));
            detail.setLength(detail.length() - 2);
            detail.append('.');
        }
        return detail.toString();
    }
}
