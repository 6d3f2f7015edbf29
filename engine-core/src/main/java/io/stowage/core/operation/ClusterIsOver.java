package io.stowage.core.operation;

import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;

/** Whether the cluster is deleted and nothing is left to be done for it: no host of an instance that it had waits to be cleaned, and no machine to be ended. */
public record ClusterIsOver() implements ReadOperation<Boolean> {

    @Override
    public Boolean apply(OperationTurn turn) {
        Cluster cluster = turn.state().cluster();
        return cluster != null
                && cluster.status() == ClusterStatus.INACTIVE
                && turn.state().quarantine().isEmpty()
                && turn.state().attachments().isEmpty()
                && turn.state().launches().isEmpty();
    }
}
