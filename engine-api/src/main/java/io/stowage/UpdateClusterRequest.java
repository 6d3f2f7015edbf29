package io.stowage;

import io.stowage.model.ClusterSetting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ECS: UpdateCluster and UpdateClusterSettings.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param settings the settings to change; those not named, and all if null, keep their value
 */
public record UpdateClusterRequest(
        @Nullable String cluster, @Nullable List<ClusterSetting> settings) {

    /** Copies the lists, keeping their order. */
    public UpdateClusterRequest {
        settings = settings == null ? null : List.copyOf(settings);
    }
}
