package io.stowage.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a task is protected: from being stopped when its service is scaled in, and by the service's deployments.
 *
 * @param expirationDate until when it is protected; null if it is not
 * @param protectionEnabled whether it is protected
 * @param taskArn the task
 */
public record ProtectedTask(@Nullable Instant expirationDate, boolean protectionEnabled, String taskArn) {

    /** Checks what is required for null. */
    public ProtectedTask {
        Objects.requireNonNull(taskArn, "ProtectedTask.taskArn is required");
    }
}
