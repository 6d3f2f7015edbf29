package io.stowage.core.registry;

import io.stowage.core.state.AttachedProvider;
import java.util.Optional;

/** A capacity provider by name or ARN; empty if there is none. */
public record FindCapacityProvider(String nameOrArn) implements RegistryOperation<Optional<SeenProvider>> {

    @Override
    public Optional<SeenProvider> apply(RegistryTurn turn) {
        AttachedProvider known = ProviderNames.find(turn, nameOrArn);
        return Optional.ofNullable(known)
                .map(found -> new SeenProvider(found, turn.state().revision()));
    }
}
