package io.stowage.core.operation;

import io.stowage.core.state.AttachedProvider;
import java.util.List;

/**
 * A capacity provider has changed: the cluster's copy follows, if it has one that is older. Answers whether it has one; if it hasn't, it will
 * get none as it was before: see {@link ProviderEpoch}. Idempotent.
 */
public record RefreshCapacityProvider(AttachedProvider provider) implements ClusterOperation<Boolean> {

    @Override
    public Boolean apply(OperationTurn turn) {
        boolean has = HasCapacityProvider.has(provider.name(), turn);
        if (has) {
            PutClusterCapacityProviders.put(List.of(provider), turn.transaction());
        }
        return has;
    }
}
