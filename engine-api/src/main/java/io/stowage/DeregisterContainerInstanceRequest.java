package io.stowage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: DeregisterContainerInstance.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param containerInstance its name, id or ARN
 * @param force whether to deregister it although tasks run on it: they are stopped
 */
public record DeregisterContainerInstanceRequest(@Nullable String cluster, String containerInstance, boolean force) {

    /** Checks what is required for null. */
    public DeregisterContainerInstanceRequest {
        Objects.requireNonNull(containerInstance, "DeregisterContainerInstanceRequest.containerInstance is required");
    }
}
