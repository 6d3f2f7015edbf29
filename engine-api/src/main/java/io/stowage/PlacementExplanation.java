package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the next task would go, or why it would go nowhere. Its size doesn't grow with the cluster.
 *
 * @param containerInstanceArn the instance that it would be placed on; null if it finds no place
 * @param eligible how many container instances could take it
 * @param removed how many could not and for which reason, each counted with its first one, in the order in which reasons are asked;
 *     together with those that could they are all container instances of the cluster
 * @param notPlaced why it finds no place, with the closest container instance and what it lacks; null if it finds one
 */
public record PlacementExplanation(
        @Nullable String containerInstanceArn,
        int eligible,
        List<PlacementAccount.Removed> removed,
        @Nullable PlacementAccount notPlaced) {

    /** Copies the list. */
    public PlacementExplanation {
        removed = removed == null ? List.of() : List.copyOf(removed);
    }
}
