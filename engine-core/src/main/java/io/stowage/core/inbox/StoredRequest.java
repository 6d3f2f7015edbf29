package io.stowage.core.inbox;

import io.stowage.core.json.RawJson;
import java.time.Instant;
import java.util.Objects;

/** A request as text has it: see {@link InboxRequest}. */
public record StoredRequest(String operation, RawJson parameters, String sender, Instant sentAt, Instant takeBy) {

    /** Checks what is required for null. */
    public StoredRequest {
        Objects.requireNonNull(operation, "StoredRequest.operation is required");
        Objects.requireNonNull(parameters, "StoredRequest.parameters is required");
        Objects.requireNonNull(sender, "StoredRequest.sender is required");
        Objects.requireNonNull(sentAt, "StoredRequest.sentAt is required");
        Objects.requireNonNull(takeBy, "StoredRequest.takeBy is required");
    }
}
