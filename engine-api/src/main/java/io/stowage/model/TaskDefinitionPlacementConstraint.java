package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks of a task definition may be placed.
 *
 * @param type the kind of constraint
 * @param expression a cluster query expression of at most 2000 characters that the instance must match
 */
public record TaskDefinitionPlacementConstraint(
        TaskDefinitionPlacementConstraintType type,
        @Nullable String expression) {

    /** Checks what is required for null. */
    public TaskDefinitionPlacementConstraint {
        Objects.requireNonNull(type, "TaskDefinitionPlacementConstraint.type is required");
    }

    /** A constraint that the instance must match a cluster query expression. */
    public static TaskDefinitionPlacementConstraint memberOf(String expression) {
        return new TaskDefinitionPlacementConstraint(TaskDefinitionPlacementConstraintType.MEMBER_OF, expression);
    }
}
