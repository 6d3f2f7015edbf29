package io.stowage.core.operation;

import io.stowage.core.state.AttachedProvider;
import java.util.List;

/** A capacity provider has changed: the cluster's copy follows, if it has one that is older. Answers whether it has one. Idempotent. */
public record RefreshCapacityProvider(AttachedProvider provider) implements ClusterOperation<Boolean> {

    @Override
    public Boolean apply(OperationTurn turn) {
        boolean has = turn.state().active() && turn.state().provider(provider.name()) != null;
        if (has) {
            PutClusterCapacityProviders.put(List.of(provider), turn.transaction());
        }
        return has;
    }
}
