package io.stowage;

import io.stowage.model.InstancePoolProviderUpdate;

/**
 * ECS: UpdateCapacityProvider.
 *
 * @param name the capacity provider, by name or ARN
 * @param instancePoolProvider what to change
 */
public record UpdateCapacityProviderRequest(String name, InstancePoolProviderUpdate instancePoolProvider) {}
