package io.stowage.core.registry;

import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Forgets the entries of clusters that have been INACTIVE long enough, and takes note of those that have become so. Asked from time to time;
 * answers the names of those that it forgot.
 *
 * @param kept how long they are kept from when they were noticed
 */
public record ForgetInactiveClusters(Duration kept) implements RegistryOperation<List<String>> {

    /** The work of one commit is bounded: what is left over is for the next time. */
    private static final int MOST = 1000;

    @Override
    public List<String> apply(RegistryTurn turn) {
        List<String> forgotten = new ArrayList<>();
        int changes = 0;
        for (Cluster cluster : List.copyOf(turn.state().clusters())) {
            String name = cluster.clusterName();
            InactiveCluster noted = turn.state().inactiveCluster(name);
            boolean inactive = cluster.status() == ClusterStatus.INACTIVE;
            if (turn.isSetAside(RegistryKey.ofInactive(name)) || changes == MOST) {
                continue;
            }
            if (inactive && noted == null) {
                turn.put(new InactiveCluster(name, turn.now()));
                changes++;
            } else if (noted != null && !inactive) {
                turn.deleteInactive(name);
                changes++;
            } else if (noted != null && !noted.since().plus(kept).isAfter(turn.now())) {
                turn.deleteInactive(name);
                turn.deleteCluster(name);
                forgotten.add(name);
                changes++;
            }
        }
        return forgotten;
    }
}
