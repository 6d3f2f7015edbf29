package io.stowage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: DeleteService.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param service its name or ARN
 * @param force whether to delete it although its desired count is above 0: its tasks are stopped
 */
public record DeleteServiceRequest(@Nullable String cluster, String service, boolean force) {

    /** Checks what is required for null. */
    public DeleteServiceRequest {
        Objects.requireNonNull(service, "DeleteServiceRequest.service is required");
    }
}
