package io.stowage.core.registry;

import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderUpdateStatus;
import java.util.List;

/** The capacity providers whose deletion or change has steps left, in the order of their names. */
public record UnsettledCapacityProviders() implements RegistryOperation<List<SeenProvider>> {

    @Override
    public List<SeenProvider> apply(RegistryTurn turn) {
        return turn.state().providers().stream()
                .filter(UnsettledCapacityProviders::isUnsettled)
                .map(known -> new SeenProvider(
                        ProviderNames.attached(turn, known), turn.state().revision()))
                .toList();
    }

    private static boolean isUnsettled(CapacityProvider provider) {
        return provider.status() == CapacityProviderStatus.DEPROVISIONING
                || provider.updateStatus() == CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS;
    }
}
