package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change of the instances of a capacity provider: see {@link InstancePoolProvider}. What is null keeps its value. Instances that
 * are there stay as they are.
 *
 * @param instanceProvider name of the plugin that launches them. Needed when FARGATE or FARGATE_SPOT is given machines for the first time, and may be
 *     another one later; those of any other capacity provider stay what they are
 * @param properties all of them anew
 * @param machineTypes all of them anew
 * @param availabilityZones all of them anew
 * @param purchase how they are paid for
 * @param minimumSize how many there are at least
 * @param maximumSize how many there may be at most
 * @param maximumInstanceAge seconds; 0 for never
 * @param managedScaling components that are null keep their value
 * @param managedTerminationProtection ENABLED needs managed scaling
 * @param managedDraining whether they are drained before they leave
 */
@RecordBuilder
public record InstancePoolProviderUpdate(
        @Nullable String instanceProvider,
        @Nullable Map<String, String> properties,
        @Nullable List<String> machineTypes,
        @Nullable List<String> availabilityZones,
        @Nullable PurchaseOption purchase,
        @Nullable Integer minimumSize,
        @Nullable Integer maximumSize,
        @Nullable Integer maximumInstanceAge,
        @Nullable ManagedScaling managedScaling,
        @Nullable ManagedTerminationProtection managedTerminationProtection,
        @Nullable ManagedDraining managedDraining) {

    /** Copies the lists and the map, keeping their order. */
    public InstancePoolProviderUpdate {
        properties = Copies.optionalMap(properties);
        machineTypes = Copies.optionalList(machineTypes);
        availabilityZones = Copies.optionalList(availabilityZones);
    }

    /** A builder with every field absent. */
    public static InstancePoolProviderUpdateBuilder builder() {
        return InstancePoolProviderUpdateBuilder.builder();
    }
}
