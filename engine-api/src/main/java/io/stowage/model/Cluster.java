package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster: a name under which container instances, services and tasks belong together. The counts are derived, and as of the
 * moment of the answer.
 *
 * @param clusterArn {@code <arnPrefix>:cluster/<name>}
 * @param clusterName 1 to 255 letters, digits, hyphens and underscores
 * @param status its state
 * @param registeredContainerInstancesCount container instances that are ACTIVE or DRAINING
 * @param runningTasksCount tasks whose last status is RUNNING
 * @param pendingTasksCount tasks whose last status is before RUNNING
 * @param activeServicesCount services that are ACTIVE
 * @param statistics more counts, by launch type
 * @param tags at most 50
 * @param settings its settings
 * @param capacityProviders the capacity providers it may use
 * @param defaultCapacityProviderStrategy used where neither strategy nor launch type is given
 * @param attachmentsStatus {@code UPDATE_IN_PROGRESS}, {@code UPDATE_COMPLETE} or {@code UPDATE_FAILED}; null without
 *     capacity providers
 */
@RecordBuilder
public record Cluster(
        String clusterArn,
        String clusterName,
        ClusterStatus status,
        int registeredContainerInstancesCount,
        int runningTasksCount,
        int pendingTasksCount,
        int activeServicesCount,
        List<KeyValuePair> statistics,
        List<Tag> tags,
        List<ClusterSetting> settings,
        List<String> capacityProviders,
        List<CapacityProviderStrategyItem> defaultCapacityProviderStrategy,
        @Nullable String attachmentsStatus) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Cluster {
        Objects.requireNonNull(clusterArn, "Cluster.clusterArn is required");
        Objects.requireNonNull(clusterName, "Cluster.clusterName is required");
        Objects.requireNonNull(status, "Cluster.status is required");
        statistics = Copies.listOrEmpty(statistics);
        tags = Copies.listOrEmpty(tags);
        settings = Copies.listOrEmpty(settings);
        capacityProviders = Copies.listOrEmpty(capacityProviders);
        defaultCapacityProviderStrategy = Copies.listOrEmpty(defaultCapacityProviderStrategy);
    }

    /** A builder with every field absent. */
    public static ClusterBuilder builder() {
        return ClusterBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ClusterBuilder toBuilder() {
        return ClusterBuilder.builder(this);
    }
}
