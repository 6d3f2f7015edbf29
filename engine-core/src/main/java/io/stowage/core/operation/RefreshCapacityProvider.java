package io.stowage.core.operation;

import io.stowage.core.placement.Fargate;
import io.stowage.core.state.AttachedProvider;
import java.util.List;

/**
 * A capacity provider has changed: the cluster's copy follows, if it has one that is older. Answers whether it has one; if it hasn't, it will
 * get none as it was before: see {@link ProviderEpoch}. FARGATE and FARGATE_SPOT have a copy in every cluster from their first change on. Idempotent.
 */
public record RefreshCapacityProvider(AttachedProvider provider) implements ClusterOperation<Boolean> {

    @Override
    public Boolean apply(OperationTurn turn) {
        boolean everywhere = Fargate.is(provider.name()) && turn.state().active();
        boolean has = everywhere || HasCapacityProvider.has(provider.name(), turn);
        if (has) {
            PutClusterCapacityProviders.put(List.of(provider), turn.transaction());
        }
        return has;
    }
}
