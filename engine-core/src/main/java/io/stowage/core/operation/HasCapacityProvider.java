package io.stowage.core.operation;

import io.stowage.core.state.Kind;

/**
 * Whether the cluster may use this capacity provider, which is being deleted. An INACTIVE cluster uses none. If it doesn't, it will not get
 * it by what was asked for before: see {@link ProviderEpoch}.
 */
public record HasCapacityProvider(String name) implements ClusterOperation<Boolean> {

    @Override
    public Boolean apply(OperationTurn turn) {
        return has(name, turn);
    }

    static boolean has(String name, OperationTurn turn) {
        turn.state().quarantine().refuse(Kind.CAPACITY_PROVIDER, name);
        boolean has = turn.state().active() && turn.state().provider(name) != null;
        if (!has) {
            turn.transaction().raiseProviderEpoch();
        }
        return has;
    }
}
