package io.stowage.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last outcome of one check of a container instance.
 *
 * @param type what was checked
 * @param status the outcome
 * @param statusReason why, for people
 * @param lastUpdated when it was checked last
 * @param lastStatusChange when the outcome was another one
 */
public record InstanceHealthCheckResult(
        InstanceHealthCheckType type,
        InstanceHealthCheckState status,
        @Nullable String statusReason,
        @Nullable Instant lastUpdated,
        @Nullable Instant lastStatusChange) {

    /** Checks what is required for null. */
    public InstanceHealthCheckResult {
        Objects.requireNonNull(type, "InstanceHealthCheckResult.type is required");
        Objects.requireNonNull(status, "InstanceHealthCheckResult.status is required");
    }
}
