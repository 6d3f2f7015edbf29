package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name and a value that describe a container instance, or what a task definition requires of one.
 *
 * @param name 1 to 128 characters
 * @param value 1 to 128 characters; null means that only the name counts
 * @param targetType what {@code targetId} names
 * @param targetId the target, by short id or ARN
 */
public record Attribute(
        String name,
        @Nullable String value,
        @Nullable TargetType targetType,
        @Nullable String targetId) {

    /** Checks what is required for null. */
    public Attribute {
        Objects.requireNonNull(name, "Attribute.name is required");
    }
}
