package io.stowage.core.state;

import io.stowage.model.CapacityProvider;

/**
 * A cluster's copy of a capacity provider, or one that is about to be copied.
 *
 * @param version the one that its record in the registry had: a copy is never replaced by an older one. 0 for those that have no record
 */
public record AttachedProvider(CapacityProvider provider, long version) {

    /** Its name. */
    public String name() {
        return provider.name();
    }
}
