package io.stowage;

import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ClusterSetting;
import io.stowage.model.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ECS: CreateCluster.
 *
 * @param clusterName null means {@code default}
 * @param tags at most 50; null for none
 * @param settings null for the defaults
 * @param capacityProviders null for none
 * @param defaultCapacityProviderStrategy null for none
 */
public record CreateClusterRequest(
        @Nullable String clusterName,
        @Nullable List<Tag> tags,
        @Nullable List<ClusterSetting> settings,
        @Nullable List<String> capacityProviders,
        @Nullable List<CapacityProviderStrategyItem> defaultCapacityProviderStrategy) {

    /** Copies the lists, keeping their order. */
    public CreateClusterRequest {
        tags = tags == null ? null : List.copyOf(tags);
        settings = settings == null ? null : List.copyOf(settings);
        capacityProviders = capacityProviders == null ? null : List.copyOf(capacityProviders);
        defaultCapacityProviderStrategy =
                defaultCapacityProviderStrategy == null ? null : List.copyOf(defaultCapacityProviderStrategy);
    }
}
