package io.stowage.core.operation;

import io.stowage.UpdateClusterRequest;
import io.stowage.core.state.ClusterState;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterSettingName;
import java.util.List;

/** ECS: UpdateCluster, UpdateClusterSettings. Idempotent. */
public record UpdateCluster(UpdateClusterRequest request) implements ClusterOperation<Cluster> {

    private static final ClusterSetting STOP_LOST_TASKS =
            new ClusterSetting(ClusterSettingName.LOST_TASKS, ClusterSettingName.STOP);

    @Override
    public Cluster apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Cluster cluster = Lookup.activeCluster(state);
        List<ClusterSetting> settings = ClusterSettings.with(cluster.settings(), request.settings());
        if (!settings.equals(cluster.settings())) {
            turn.transaction().putCluster(cluster.toBuilder().settings(settings).build());
            if (settings.contains(STOP_LOST_TASKS)) {
                turn.transaction().forgetLoss();
            }
        }
        return DescribeCluster.described(state);
    }
}
