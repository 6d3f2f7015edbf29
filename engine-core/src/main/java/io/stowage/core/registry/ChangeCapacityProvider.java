package io.stowage.core.registry;

import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProvider;
import java.util.Optional;

/**
 * Puts a capacity provider in the place of the one that was decided on; empty if it was changed or deleted since.
 *
 * @param seenAt the revision of the registry at which the one that was decided on was seen
 */
public record ChangeCapacityProvider(long seenAt, CapacityProvider next)
        implements RegistryOperation<Optional<SeenProvider>> {

    @Override
    public Optional<SeenProvider> apply(RegistryTurn turn) {
        AttachedProvider known = ProviderNames.find(turn, next.name());
        if (known == null || !isAsSeen(known, turn)) {
            return Optional.empty();
        }
        if (known.provider().equals(next)) {
            return Optional.of(new SeenProvider(known, turn.state().revision()));
        }
        turn.put(next);
        return Optional.of(new SeenProvider(
                new AttachedProvider(next, known.version() + 1), turn.state().revision() + 1));
    }

    /** One that is always there and has no record yet has never been changed. */
    private boolean isAsSeen(AttachedProvider known, RegistryTurn turn) {
        return known.version() == 0 || turn.state().isProviderSince(next.name(), seenAt);
    }
}
