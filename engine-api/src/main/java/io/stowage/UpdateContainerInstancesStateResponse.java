package io.stowage;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Failure;
import java.util.List;

/**
 * The answer to UpdateContainerInstancesState.
 *
 * @param containerInstances those that now are in the state asked for
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record UpdateContainerInstancesStateResponse(
        List<ContainerInstance> containerInstances, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public UpdateContainerInstancesStateResponse {
        containerInstances = containerInstances == null ? List.of() : List.copyOf(containerInstances);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
