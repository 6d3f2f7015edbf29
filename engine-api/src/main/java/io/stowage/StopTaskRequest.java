package io.stowage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: StopTask.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param task its id or ARN
 * @param reason at most 1024 characters; null means {@code Task stopped by user}
 */
public record StopTaskRequest(
        @Nullable String cluster, String task, @Nullable String reason) {

    /** Checks what is required for null. */
    public StopTaskRequest {
        Objects.requireNonNull(task, "StopTaskRequest.task is required");
    }
}
