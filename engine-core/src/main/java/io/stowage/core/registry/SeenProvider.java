package io.stowage.core.registry;

import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProvider;

/**
 * A capacity provider as the registry had it: who decides on it says with it which one he means, for one of its name may have been deleted and
 * made anew since.
 *
 * @param seenAt the revision of the registry
 */
public record SeenProvider(AttachedProvider attached, long seenAt) {

    /** The record of it. */
    public CapacityProvider provider() {
        return attached.provider();
    }

    /** Its name. */
    public String name() {
        return attached.name();
    }
}
