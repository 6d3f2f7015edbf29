package io.stowage.core.registry;

import io.stowage.core.state.AttachedProvider;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProviderStatus;
import java.util.List;

/** Capacity providers that are to be put on a cluster, in the order asked for. */
public record UsableCapacityProviders(List<String> namesOrArns) implements RegistryOperation<List<AttachedProvider>> {

    /** Copies the list. */
    public UsableCapacityProviders {
        namesOrArns = List.copyOf(namesOrArns);
    }

    @Override
    public List<AttachedProvider> apply(RegistryTurn turn) {
        return namesOrArns.stream().map(given -> usable(given, turn)).toList();
    }

    private static AttachedProvider usable(String given, RegistryTurn turn) {
        AttachedProvider known = ProviderNames.find(turn, given);
        if (known == null) {
            throw ProviderNames.notFound(given);
        }
        if (known.provider().status() != CapacityProviderStatus.ACTIVE) {
            throw new InvalidParameterException("The specified capacity provider '" + given + "' is "
                    + known.provider().status() + "; name one that is ACTIVE");
        }
        return known;
    }
}
