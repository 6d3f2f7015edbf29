package io.stowage.core.registry;

import io.stowage.core.state.AttachedProvider;

/** A capacity provider by name or ARN, refused if there is none. */
public record FindCapacityProvider(String nameOrArn) implements RegistryOperation<AttachedProvider> {

    @Override
    public AttachedProvider apply(RegistryTurn turn) {
        AttachedProvider known = ProviderNames.find(turn, nameOrArn);
        if (known == null) {
            throw ProviderNames.notFound(nameOrArn);
        }
        return known;
    }
}
