package io.stowage.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One item of a capacity provider strategy.
 *
 * @param capacityProvider the name of the capacity provider
 * @param weight its share of the tasks beyond all bases, 0 to 1000; null means 0
 * @param base how many tasks it gets first, 0 to 100000; null means 0. One item of a strategy at most has one
 */
public record CapacityProviderStrategyItem(
        String capacityProvider,
        @Nullable Integer weight,
        @Nullable Integer base) {

    /** Checks what is required for null. */
    public CapacityProviderStrategyItem {
        Objects.requireNonNull(capacityProvider, "CapacityProviderStrategyItem.capacityProvider is required");
    }
}
