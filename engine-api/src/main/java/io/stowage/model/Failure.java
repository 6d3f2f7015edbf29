package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operation could not do, while it did the rest.
 *
 * @param arn the resource it is about; null if there is none, as when no container instance was found
 * @param reason ECS's reason, for example {@code MISSING}, {@code RESOURCE:MEMORY} or {@code AGENT}
 * @param detail more for people; null if there is nothing to add
 */
public record Failure(
        @Nullable String arn, String reason, @Nullable String detail) {

    /** Checks what is required for null. */
    public Failure {
        Objects.requireNonNull(reason, "Failure.reason is required");
    }
}
