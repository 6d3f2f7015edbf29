package io.stowage.core.registry;

import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;

/**
 * The last step of a cluster's creation (PROVISIONING to ACTIVE) or deletion (ACTIVE to INACTIVE). Answers whether the entry was still the one
 * that was decided on; does nothing if not: another engine has taken the step, and perhaps others since.
 *
 * @param version the entry's, when it was decided on
 */
public record MoveCluster(String clusterName, long version, ClusterStatus to) implements RegistryOperation<Boolean> {

    @Override
    public Boolean apply(RegistryTurn turn) {
        Cluster known = turn.state().cluster(clusterName);
        if (known == null || turn.state().registered(known).version() != version) {
            return false;
        }
        turn.put(known.toBuilder().status(to).build());
        return true;
    }
}
