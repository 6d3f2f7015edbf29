package io.stowage;

import io.stowage.model.Cluster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on clusters. The package documentation says what holds for all of them. */
public interface Clusters {

    /**
     * Creates a cluster. ECS: CreateCluster. Idempotent: an ACTIVE cluster of that name is answered as it is.
     *
     * @throws io.stowage.error.InvalidParameterException if the name isn't 1 to 255 letters, digits, hyphens and underscores, or the
     *     capacity providers and the default strategy are not as {@link #putClusterCapacityProviders} wants them
     */
    Cluster create(CreateClusterRequest request);

    /** Creates a cluster with all else left to its default. ECS: CreateCluster. See {@link #create(CreateClusterRequest)}. */
    default Cluster create(String clusterName) {
        return create(new CreateClusterRequest(clusterName, null, null, null, null));
    }

    /**
     * Describes clusters. ECS: DescribeClusters. One that isn't there is a failure {@code MISSING}; one that was deleted may be
     * described as INACTIVE for some time.
     *
     * @param clusters at most 100 names or ARNs; empty means {@code default}
     */
    DescribeClustersResponse describe(List<String> clusters);

    /** Describes clusters. ECS: DescribeClusters. See {@link #describe(List)}. */
    default DescribeClustersResponse describe(String... clusters) {
        return describe(List.of(clusters));
    }

    /** Lists the ACTIVE clusters. ECS: ListClusters. */
    ListClustersResponse list(ListClustersRequest request);

    /** The first page of all ACTIVE clusters. ECS: ListClusters. */
    default ListClustersResponse list() {
        return list(new ListClustersRequest(null, null));
    }

    /** Changes a cluster's settings. ECS: UpdateCluster, UpdateClusterSettings. Idempotent. */
    Cluster update(UpdateClusterRequest request);

    /**
     * Says which capacity providers a cluster may use, and its default strategy. ECS: PutClusterCapacityProviders. Idempotent. Services and
     * tasks that are there keep the capacity providers they have.
     *
     * @throws io.stowage.error.InvalidParameterException if there is no such capacity provider or it isn't ACTIVE, or the strategy breaks
     *     its rules or names one that isn't in the list
     * @throws io.stowage.error.ResourceInUseException if one that is left out is in the strategy of a service or of a deployment that it
     *     may go back to, has tasks that wait for it, or has container instances in this cluster
     * @throws io.stowage.error.UpdateInProgressException if capacity providers change all the time: try again
     */
    Cluster putClusterCapacityProviders(PutClusterCapacityProvidersRequest request);

    /**
     * Deletes an empty cluster. ECS: DeleteCluster. Idempotent: an INACTIVE cluster is answered as it is.
     *
     * @param cluster its name or ARN; null means {@code default}
     * @return the cluster, INACTIVE
     * @throws io.stowage.error.ClusterContainsServicesException if it has services
     * @throws io.stowage.error.ClusterContainsTasksException if it has tasks that are not STOPPED
     * @throws io.stowage.error.ClusterContainsContainerInstancesException if it has container instances
     * @throws io.stowage.error.ClusterContainsCapacityProviderException if it has capacity providers
     */
    Cluster delete(@Nullable String cluster);
}
