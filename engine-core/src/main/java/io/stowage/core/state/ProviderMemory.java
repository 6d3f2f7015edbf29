package io.stowage.core.state;

import io.stowage.core.capacity.PoolPauses;
import io.stowage.core.capacity.ScalingState;
import io.stowage.core.capacity.SmallerTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster remembers of how a capacity provider has fared.
 *
 * @param capacityProvider its name
 * @param scaling how it grew and shrank
 * @param pauses the pools that had no machine lately
 * @param missing how many machines were needed for waiting tasks at the last decision, and not launched; null for none. It can't be
 *     told from what else is stored: that needs the instance provider's machine types
 * @param smaller the machine types that have less than they are said to; null for none
 */
public record ProviderMemory(
        String capacityProvider,
        ScalingState scaling,
        PoolPauses pauses,
        @Nullable Integer missing,
        @Nullable SmallerTypes smaller) {

    /** Of one that has done nothing yet. */
    public static ProviderMemory of(String capacityProvider) {
        return new ProviderMemory(capacityProvider, ScalingState.NEW, PoolPauses.NONE, null, null);
    }

    /** The same with other pauses. */
    public ProviderMemory with(PoolPauses changed) {
        return new ProviderMemory(capacityProvider, scaling, changed, missing, smaller);
    }

    /** The same after a decision about its size. */
    public ProviderMemory with(ScalingState changed) {
        return new ProviderMemory(capacityProvider, changed, pauses, missing, smaller);
    }

    /** The same with other machine types that have less than they are said to. */
    public ProviderMemory with(SmallerTypes changed) {
        return new ProviderMemory(
                capacityProvider, scaling, pauses, missing, changed.equals(SmallerTypes.NONE) ? null : changed);
    }

    /** The same with so many machines missing; less than none is none. */
    public ProviderMemory missing(int machines) {
        return new ProviderMemory(
                capacityProvider, scaling, pauses, machines <= 0 ? null : Integer.valueOf(machines), smaller);
    }

    /** How many machines were missing at the last decision. */
    public int machinesMissing() {
        return missing == null ? 0 : missing;
    }

    /** The machine types that have less than they are said to. */
    public SmallerTypes smallerTypes() {
        return smaller == null ? SmallerTypes.NONE : smaller;
    }
}
