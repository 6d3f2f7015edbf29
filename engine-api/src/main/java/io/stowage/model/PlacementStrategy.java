package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step in choosing a container instance: the best by this step are left for the next step to choose among.
 *
 * @param type how to choose
 * @param field for {@code spread}: {@code instanceId}, {@code host} or an attribute; for {@code binpack}: {@code cpu} or
 *     {@code memory}; null for {@code random}
 */
public record PlacementStrategy(
        PlacementStrategyType type, @Nullable String field) {

    /** Checks what is required for null. */
    public PlacementStrategy {
        Objects.requireNonNull(type, "PlacementStrategy.type is required");
    }
}
