package io.stowage;

import io.stowage.model.CapacityProviderStrategyItem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: PutClusterCapacityProviders.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param capacityProviders all that the cluster may use from now on, at most 20 names or ARNs; empty for none
 * @param defaultCapacityProviderStrategy used where neither strategy nor launch type is given; empty for none
 */
public record PutClusterCapacityProvidersRequest(
        @Nullable String cluster,
        List<String> capacityProviders,
        List<CapacityProviderStrategyItem> defaultCapacityProviderStrategy) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public PutClusterCapacityProvidersRequest {
        Objects.requireNonNull(capacityProviders, "PutClusterCapacityProvidersRequest.capacityProviders is required");
        Objects.requireNonNull(
                defaultCapacityProviderStrategy,
                "PutClusterCapacityProvidersRequest.defaultCapacityProviderStrategy is required");
        capacityProviders = List.copyOf(capacityProviders);
        defaultCapacityProviderStrategy = List.copyOf(defaultCapacityProviderStrategy);
    }
}
