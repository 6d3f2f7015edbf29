package io.stowage.core.operation;

import io.stowage.UpdateClusterRequest;
import io.stowage.core.state.ClusterState;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterSetting;
import java.util.List;

/** ECS: UpdateCluster, UpdateClusterSettings. Idempotent. */
public record UpdateCluster(UpdateClusterRequest request) implements ClusterOperation<Cluster> {

    @Override
    public Cluster apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Cluster cluster = Lookup.activeCluster(state);
        List<ClusterSetting> settings = ClusterSettings.with(cluster.settings(), request.settings());
        if (!settings.equals(cluster.settings())) {
            turn.transaction().putCluster(cluster.toBuilder().settings(settings).build());
        }
        return DescribeCluster.described(state);
    }
}
