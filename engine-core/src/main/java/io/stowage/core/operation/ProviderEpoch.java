package io.stowage.core.operation;

/**
 * How often the cluster has heard of a change of a capacity provider that it doesn't have. Whoever is to put one on the cluster asks before he
 * reads it: with each change or deletion that he may have missed it is once more.
 */
public record ProviderEpoch() implements ReadOperation<Long> {

    @Override
    public Long apply(OperationTurn turn) {
        return turn.state().providerEpoch();
    }
}
