package io.stowage.core.registry;

import io.stowage.ListClustersRequest;
import io.stowage.ListClustersResponse;
import io.stowage.core.operation.Page;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import java.util.List;

/** ECS: ListClusters: the ACTIVE ones, in the order of their names. */
public record ListClusters(ListClustersRequest request) implements RegistryOperation<ListClustersResponse> {

    @Override
    public ListClustersResponse apply(RegistryTurn turn) {
        List<Cluster> active = turn.state().clusters().stream()
                .filter(cluster -> cluster.status() == ClusterStatus.ACTIVE)
                .toList();
        Page<Cluster> page =
                Page.of(active, Cluster::clusterName, new Page.Request(request.nextToken(), request.maxResults()));
        return new ListClustersResponse(
                page.entries().stream().map(Cluster::clusterArn).toList(), page.nextToken());
    }
}
