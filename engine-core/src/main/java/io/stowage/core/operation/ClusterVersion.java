package io.stowage.core.operation;

/** How often the cluster's own record was written: with each creation, change and deletion once more. Zero if there was never a cluster. */
public record ClusterVersion() implements ReadOperation<Long> {

    @Override
    public Long apply(OperationTurn turn) {
        return turn.state().clusterVersion();
    }
}
