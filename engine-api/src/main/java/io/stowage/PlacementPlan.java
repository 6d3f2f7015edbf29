package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks would go.
 *
 * @param containerInstanceArns one for each task that would find a place, in the order in which they would be placed
 * @param notPlaced why the rest would find none; null if there is no rest, or if it was not tried
 * @param complete whether all tasks were tried; if not, more might find a place than is said here
 */
public record PlacementPlan(
        List<String> containerInstanceArns, @Nullable PlacementAccount notPlaced, boolean complete) {

    /** Copies the list. */
    public PlacementPlan {
        containerInstanceArns = containerInstanceArns == null ? List.of() : List.copyOf(containerInstanceArns);
    }
}
