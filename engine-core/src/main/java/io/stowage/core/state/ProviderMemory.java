package io.stowage.core.state;

import io.stowage.core.capacity.PoolPauses;
import io.stowage.core.capacity.ScalingState;

/**
 * What a cluster remembers of how a capacity provider has fared.
 *
 * @param capacityProvider its name
 * @param scaling how it grew and shrank
 * @param pauses the pools that had no machine lately
 */
public record ProviderMemory(String capacityProvider, ScalingState scaling, PoolPauses pauses) {

    /** Of one that has done nothing yet. */
    public static ProviderMemory of(String capacityProvider) {
        return new ProviderMemory(capacityProvider, ScalingState.NEW, PoolPauses.NONE);
    }

    /** The same with other pauses. */
    public ProviderMemory with(PoolPauses changed) {
        return new ProviderMemory(capacityProvider, scaling, changed);
    }

    /** The same after a decision about its size. */
    public ProviderMemory with(ScalingState changed) {
        return new ProviderMemory(capacityProvider, changed, pauses);
    }
}
