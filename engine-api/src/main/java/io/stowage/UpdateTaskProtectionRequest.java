package io.stowage;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: UpdateTaskProtection.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param tasks 1 to 10 ids or ARNs
 * @param protectionEnabled whether they are to be protected
 * @param expiresInMinutes for how long from now, 1 to 2,880; null means 120. Means nothing where protection is taken away
 */
public record UpdateTaskProtectionRequest(
        @Nullable String cluster,
        List<String> tasks,
        boolean protectionEnabled,
        @Nullable Integer expiresInMinutes) {

    /** Copies the list, keeping its order; checks what is required for null. */
    public UpdateTaskProtectionRequest {
        Objects.requireNonNull(tasks, "UpdateTaskProtectionRequest.tasks is required");
        tasks = List.copyOf(tasks);
    }
}
