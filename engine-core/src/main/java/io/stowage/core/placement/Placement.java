package io.stowage.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a group of tasks goes.
 *
 * @param instanceIds one for each task that is placed, in the order in which they were chosen
 * @param failure why the rest is not placed; null if all are
 */
public record Placement(List<String> instanceIds, @Nullable PlacementFailure failure) {

    /** Copies the list. */
    public Placement {
        instanceIds = List.copyOf(instanceIds);
    }
}
