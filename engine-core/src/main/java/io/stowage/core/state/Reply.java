package io.stowage.core.state;

import io.stowage.core.json.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that came through the inbox, committed with what the request changed. It tells the one who asked, on another engine,
 * and it tells whoever leads next that the request is done with.
 *
 * @param answer what the operation answered; null if it was refused
 * @param refusal why it was refused; null if it was not
 */
public record Reply(
        String requestId,
        @Nullable RawJson answer,
        @Nullable Refusal refusal,
        Instant repliedAt) {

    /**
     * An operation's error.
     *
     * @param errorCode ECS's name of it
     * @param resourceIds what it is about, where ECS says so; else empty
     */
    public record Refusal(String errorCode, String message, List<String> resourceIds) {

        /** Copies the list; checks what is required for null. */
        public Refusal {
            Objects.requireNonNull(errorCode, "Refusal.errorCode is required");
            Objects.requireNonNull(message, "Refusal.message is required");
            resourceIds = resourceIds == null ? List.of() : List.copyOf(resourceIds);
        }
    }

    /** Checks what is required for null. */
    public Reply {
        Objects.requireNonNull(requestId, "Reply.requestId is required");
        Objects.requireNonNull(repliedAt, "Reply.repliedAt is required");
    }
}
