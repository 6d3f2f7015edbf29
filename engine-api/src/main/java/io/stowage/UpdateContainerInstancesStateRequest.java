package io.stowage;

import io.stowage.model.ContainerInstanceStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: UpdateContainerInstancesState.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param containerInstances at most 10 names, ids or ARNs
 * @param status ACTIVE or DRAINING
 */
public record UpdateContainerInstancesStateRequest(
        @Nullable String cluster, List<String> containerInstances, ContainerInstanceStatus status) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public UpdateContainerInstancesStateRequest {
        Objects.requireNonNull(
                containerInstances, "UpdateContainerInstancesStateRequest.containerInstances is required");
        containerInstances = List.copyOf(containerInstances);
        Objects.requireNonNull(status, "UpdateContainerInstancesStateRequest.status is required");
    }
}
