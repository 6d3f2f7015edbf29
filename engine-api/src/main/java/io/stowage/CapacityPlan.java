package io.stowage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which machines a set of services would need.
 *
 * @param machines with what would be on each, those with the most tasks first
 * @param hourlyPrice of all of them together, in the instance provider's currency; null if it doesn't say a price of each type that may be
 *     launched: the choice is by size then. For machines that may be taken back it is their price as such
 * @param wastedCpu which share of the machines' CPU no task would have, 0 to 1; 0 if there is no machine
 * @param wastedMemory which share of their memory no task would have
 * @param unplaceable tasks that fit on no machine that may be launched, by the name of their service; empty if there are none
 * @param beyondMaximumSize how many machines more these are than the capacity provider's {@code maximumSize}; 0 if it is enough
 */
public record CapacityPlan(
        List<PlannedMachine> machines,
        @Nullable Double hourlyPrice,
        double wastedCpu,
        double wastedMemory,
        Map<String, Integer> unplaceable,
        int beyondMaximumSize) {

    /** Copies the list and the map, keeping their order. */
    public CapacityPlan {
        machines = machines == null ? List.of() : List.copyOf(machines);
        unplaceable = copy(unplaceable);
    }

    private static Map<String, Integer> copy(@Nullable Map<String, Integer> map) {
        return map == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** How many machines of each type, in the order of the types' names. */
    public Map<String, Integer> machinesByType() {
        Map<String, Integer> types = new TreeMap<>();
        machines.forEach(machine -> types.merge(machine.machineType(), 1, Integer::sum));
        return Collections.unmodifiableMap(types);
    }

    /**
     * A machine that would be launched.
     *
     * @param machineType the instance provider's name of it
     * @param availabilityZone empty for the provider's choice
     * @param tasks how many tasks would be on it, by the name of their service
     */
    public record PlannedMachine(String machineType, String availabilityZone, Map<String, Integer> tasks) {

        /** Copies the map, keeping its order; checks what is required for null. */
        public PlannedMachine {
            Objects.requireNonNull(machineType, "PlannedMachine.machineType is required");
            Objects.requireNonNull(availabilityZone, "PlannedMachine.availabilityZone is required");
            tasks = copy(tasks);
        }
    }
}
