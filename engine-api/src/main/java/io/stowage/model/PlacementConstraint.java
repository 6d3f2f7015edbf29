package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a container instance has to meet for a task to be placed on it.
 *
 * @param type the kind of constraint
 * @param expression for {@code memberOf}: an expression in the cluster query language; null for {@code distinctInstance}
 */
public record PlacementConstraint(
        PlacementConstraintType type, @Nullable String expression) {

    /** Checks what is required for null. */
    public PlacementConstraint {
        Objects.requireNonNull(type, "PlacementConstraint.type is required");
    }
}
