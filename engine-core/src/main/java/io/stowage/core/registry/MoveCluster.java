package io.stowage.core.registry;

import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;

/**
 * The last step of a cluster's creation (PROVISIONING to ACTIVE) or deletion (ACTIVE to INACTIVE). Answers whether the entry was in the
 * state to leave; does nothing if not.
 */
public record MoveCluster(String clusterName, ClusterStatus from, ClusterStatus to)
        implements RegistryOperation<Boolean> {

    @Override
    public Boolean apply(RegistryTurn turn) {
        Cluster known = turn.state().cluster(clusterName);
        if (known == null || known.status() != from) {
            return false;
        }
        turn.put(known.toBuilder().status(to).build());
        return true;
    }
}
