package io.stowage;

import java.util.Objects;

/**
 * How much of a capacity provider's capacity is needed: ECS's metric {@code CapacityProviderReservation}, and what it is made of.
 *
 * @param capacityProvider its name
 * @param runningInstances ECS's N: its container instances that are there for tasks; those that drain are not among them
 * @param neededInstances ECS's M: running ones that have a task, tasks of DAEMON services aside, or are about to get one that waits, and those that
 *     waiting tasks need beside them, whether these are on their way, or can't be had now, or are beyond {@code maximumSize}
 * @param capacityProviderReservation M for a hundred of N, in percent; 100 if both are 0, 200 if N alone is
 * @param targetCapacity what managed scaling aims at with it, in percent: 1 to 100
 * @param launchingInstances machines whose launch is decided and that don't take tasks yet
 * @param provisioningTasks how many tasks are PROVISIONING: they wait for this capacity provider to have room
 */
public record CapacityProviderReservation(
        String capacityProvider,
        int runningInstances,
        int neededInstances,
        double capacityProviderReservation,
        int targetCapacity,
        int launchingInstances,
        int provisioningTasks) {

    /** Checks what is required for null. */
    public CapacityProviderReservation {
        Objects.requireNonNull(capacityProvider, "CapacityProviderReservation.capacityProvider is required");
    }
}
