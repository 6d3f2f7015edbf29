package io.stowage.core.registry;

import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProvider;
import java.util.Optional;

/**
 * Puts a capacity provider in the place of the one that was decided on; empty if another engine was faster.
 *
 * @param version the one that was decided on had
 */
public record ChangeCapacityProvider(long version, CapacityProvider next)
        implements RegistryOperation<Optional<AttachedProvider>> {

    @Override
    public Optional<AttachedProvider> apply(RegistryTurn turn) {
        AttachedProvider known = ProviderNames.find(turn, next.name());
        if (known == null || known.version() != version) {
            return Optional.empty();
        }
        if (known.provider().equals(next)) {
            return Optional.of(known);
        }
        turn.put(next);
        return Optional.of(new AttachedProvider(next, version + 1));
    }
}
