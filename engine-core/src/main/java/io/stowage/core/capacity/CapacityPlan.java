package io.stowage.core.capacity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Which machines a set of tasks would need on its own, before anything is launched.
 *
 * @param machines with what would be on each, those with the most tasks first
 * @param pricePerHour of all together; empty if a price is guessed
 * @param wastedCpu which share of the machines' cpu no task would have, 0 to 1; 0 if there is no machine
 * @param wastedMemory which share of their memory
 * @param unplaceable tasks that fit on no machine that is offered, by id of their group
 */
public record CapacityPlan(
        List<NeededMachine> machines,
        Optional<Double> pricePerHour,
        double wastedCpu,
        double wastedMemory,
        Map<String, Integer> unplaceable) {

    /** Copies the collections. */
    public CapacityPlan {
        machines = List.copyOf(machines);
        unplaceable = Ordered.copy(unplaceable);
    }

    /**
     * Plans as {@link NeededMachines} decides when nothing is there.
     *
     * @param pricesKnown whether the prices of the offers are the provider's, and not guessed
     */
    public static CapacityPlan of(List<TaskGroup> groups, List<Offer> offers, boolean pricesKnown) {
        Needed needed = NeededMachines.decide(groups, List.of(), offers, new TreeMap<>());
        List<NeededMachine> machines = needed.machines();
        long cpu = machines.stream().mapToLong(machine -> machine.offer().cpu()).sum();
        long memory =
                machines.stream().mapToLong(machine -> machine.offer().memory()).sum();
        double price = machines.stream()
                .mapToDouble(machine -> machine.offer().price())
                .sum();
        return new CapacityPlan(
                machines,
                pricesKnown ? Optional.of(price) : Optional.empty(),
                wasted(cpu, used(groups, needed, TaskGroup::cpu)),
                wasted(memory, used(groups, needed, TaskGroup::memory)),
                needed.unplaceable());
    }

    /** How many machines of each type, by its name. */
    public Map<String, Integer> machinesByType() {
        Map<String, Integer> types = new TreeMap<>();
        machines.forEach(machine -> types.merge(machine.offer().machineType(), 1, Integer::sum));
        return types;
    }

    private static long used(List<TaskGroup> groups, Needed needed, ToLongFunction<TaskGroup> each) {
        return groups.stream()
                .mapToLong(group -> each.applyAsLong(group)
                        * (group.tasks() - needed.unplaceable().getOrDefault(group.id(), 0)))
                .sum();
    }

    private static double wasted(long there, long used) {
        return there == 0 ? 0 : (double) (there - used) / there;
    }
}
