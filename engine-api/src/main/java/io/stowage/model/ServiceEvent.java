package io.stowage.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened to a service. DescribeServices gives the last 100, the newest first.
 *
 * @param id unique within the service
 * @param createdAt when it happened
 * @param message ECS's text, for example {@code (service shop) has reached a steady state.}
 */
public record ServiceEvent(String id, Instant createdAt, String message) {

    /** Checks what is required for null. */
    public ServiceEvent {
        Objects.requireNonNull(id, "ServiceEvent.id is required");
        Objects.requireNonNull(createdAt, "ServiceEvent.createdAt is required");
        Objects.requireNonNull(message, "ServiceEvent.message is required");
    }
}
