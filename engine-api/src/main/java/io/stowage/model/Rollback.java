package io.stowage.model;

import java.time.Instant;
import java.util.Objects;

/**
 * The way back of a service deployment.
 *
 * @param reason why it was begun
 * @param startedAt when it was begun
 * @param serviceRevisionArn the revision that the service goes back to
 */
public record Rollback(String reason, Instant startedAt, String serviceRevisionArn) {

    /** Checks what is required for null. */
    public Rollback {
        Objects.requireNonNull(reason, "Rollback.reason is required");
        Objects.requireNonNull(startedAt, "Rollback.startedAt is required");
        Objects.requireNonNull(serviceRevisionArn, "Rollback.serviceRevisionArn is required");
    }
}
