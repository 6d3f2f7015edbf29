package io.stowage.core.operation;

/** Whether the cluster may use this capacity provider. An INACTIVE cluster uses none. */
public record HasCapacityProvider(String name) implements ClusterOperation<Boolean> {

    @Override
    public Boolean apply(OperationTurn turn) {
        return turn.state().active() && turn.state().provider(name) != null;
    }
}
