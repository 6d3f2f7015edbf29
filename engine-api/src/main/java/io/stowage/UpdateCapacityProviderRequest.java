package io.stowage;

import io.stowage.model.InstancePoolProviderUpdate;
import java.util.Objects;

/**
 * ECS: UpdateCapacityProvider.
 *
 * @param name the capacity provider, by name or ARN
 * @param instancePoolProvider what to change
 */
public record UpdateCapacityProviderRequest(String name, InstancePoolProviderUpdate instancePoolProvider) {

    /** Checks what is required for null. */
    public UpdateCapacityProviderRequest {
        Objects.requireNonNull(name, "UpdateCapacityProviderRequest.name is required");
        Objects.requireNonNull(instancePoolProvider, "UpdateCapacityProviderRequest.instancePoolProvider is required");
    }
}
