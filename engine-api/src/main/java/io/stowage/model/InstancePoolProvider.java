package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a capacity provider: what to launch, where, how many. What ECS asks of an Auto Scaling group and of its {@code
 * autoScalingGroupProvider} is in one here. In an answer only {@code maximumInstanceAge} may be null.
 *
 * @param instanceProvider name of the {@link io.stowage.spi.InstanceProvider} that launches them
 * @param properties what that plugin is told, and checks; absent reads as empty
 * @param machineTypes the plugin's names of the types that may be launched; the cheapest that fits goes first, and among equals the one
 *     that is named first; empty for all that the plugin has
 * @param availabilityZones where they may be; empty for the plugin's choice
 * @param purchase how they are paid for; null means ON_DEMAND
 * @param minimumSize how many there are at least; null means 0
 * @param maximumSize how many there may be at most; required
 * @param maximumInstanceAge seconds after which an instance is replaced, 86400 to 31536000; null for never
 * @param managedScaling null means DISABLED
 * @param managedTerminationProtection null means DISABLED; ENABLED needs managed scaling
 * @param managedDraining whether machines are emptied before they end; null means ENABLED
 */
@RecordBuilder
public record InstancePoolProvider(
        String instanceProvider,
        Map<String, String> properties,
        List<String> machineTypes,
        List<String> availabilityZones,
        @Nullable PurchaseOption purchase,
        @Nullable Integer minimumSize,
        @Nullable Integer maximumSize,
        @Nullable Integer maximumInstanceAge,
        @Nullable ManagedScaling managedScaling,
        @Nullable ManagedTerminationProtection managedTerminationProtection,
        @Nullable ManagedDraining managedDraining) {

    /** Copies the lists and the map, keeping their order; checks what is required for null. */
    public InstancePoolProvider {
        Objects.requireNonNull(instanceProvider, "InstancePoolProvider.instanceProvider is required");
        Map<String, String> copy = Copies.optionalMap(properties);
        properties = copy == null ? Map.of() : copy;
        machineTypes = Copies.listOrEmpty(machineTypes);
        availabilityZones = Copies.listOrEmpty(availabilityZones);
    }

    /** Whether instances are launched and ended by themselves. */
    public boolean scales() {
        return managedScaling != null && managedScaling.status() == ManagedScalingStatus.ENABLED;
    }

    /** A builder with every field absent. */
    public static InstancePoolProviderBuilder builder() {
        return InstancePoolProviderBuilder.builder();
    }

    /** A builder that starts from this value. */
    public InstancePoolProviderBuilder toBuilder() {
        return InstancePoolProviderBuilder.builder(this);
    }
}
