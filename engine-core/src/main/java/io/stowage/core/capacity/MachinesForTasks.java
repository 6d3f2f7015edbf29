package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which machine is for which task, where each task has a machine to itself. A machine is for a task of the group that it was launched for, as long as one
 * of them waits; else for the largest that it takes. Machines that can take a task now go before those that are still coming. What is for no task is
 * spare.
 */
public final class MachinesForTasks {

    private static final Comparator<TaskGroup> LARGEST_FIRST = Comparator.comparingInt(TaskGroup::cpu)
            .thenComparingInt(TaskGroup::memory)
            .reversed();

    /**
     * A machine that has had no task.
     *
     * @param id of its launch
     * @param ready whether it can take a task now
     * @param machine what it is, and what it was launched for
     * @param takes whether it takes tasks of the group of this id, as far as more is known of it than what it is
     */
    public record Free(String id, boolean ready, ComingMachine machine, Predicate<String> takes) {}

    /**
     * What is decided.
     *
     * @param given the group of the task that a machine is given now, by id of the machine
     * @param awaited ids of machines that come for a task
     * @param spare ids of machines that are for no task
     * @param unfit ids of those of them that are ready, and don't take what they were launched for, though that waits
     * @param left what waits and has no machine
     */
    public record Choice(
            Map<String, String> given,
            Set<String> awaited,
            Set<String> spare,
            Set<String> unfit,
            List<TaskGroup> left) {}

    private final Map<String, TaskGroup> groups = new LinkedHashMap<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private final Map<String, String> taken = new LinkedHashMap<>();

    private MachinesForTasks(List<TaskGroup> waiting) {
        for (TaskGroup group : waiting) {
            groups.put(group.id(), group);
            left.put(group.id(), group.tasks());
        }
    }

    /**
     * Decides.
     *
     * @param waiting groups, each with an id of its own
     * @param machines each with an id of its own
     */
    public static Choice decide(List<TaskGroup> waiting, List<Free> machines) {
        MachinesForTasks tasks = new MachinesForTasks(waiting);
        List<Free> readyFirst = new ArrayList<>(machines);
        readyFirst.sort(Comparator.comparing(Free::ready).reversed());
        readyFirst.forEach(tasks::takeMeant);
        readyFirst.forEach(tasks::takeLargest);
        return tasks.choice(readyFirst);
    }

    private void takeMeant(Free machine) {
        machine.machine().tasks().keySet().stream()
                .filter(id -> waits(id) && isFor(machine, id))
                .findFirst()
                .ifPresent(id -> take(machine, id));
    }

    private void takeLargest(Free machine) {
        if (!taken.containsKey(machine.id())) {
            groups.values().stream()
                    .filter(group -> waits(group.id()) && isFor(machine, group.id()))
                    .min(LARGEST_FIRST)
                    .ifPresent(group -> take(machine, group.id()));
        }
    }

    private boolean waits(String group) {
        return left.getOrDefault(group, 0) > 0;
    }

    private boolean isFor(Free free, String id) {
        TaskGroup group = groups.get(id);
        ComingMachine machine = free.machine();
        return group != null
                && group.cpu() <= machine.cpu()
                && group.memory() <= machine.memory()
                && group.suits().on(machine.machineType(), machine.zone())
                && free.takes().test(id);
    }

    private void take(Free machine, String group) {
        taken.put(machine.id(), group);
        left.merge(group, -1, Integer::sum);
    }

    private Choice choice(List<Free> machines) {
        Map<String, String> given = new LinkedHashMap<>();
        Set<String> awaited = new TreeSet<>();
        Set<String> spare = new TreeSet<>();
        Set<String> unfit = new TreeSet<>();
        for (Free machine : machines) {
            String group = taken.get(machine.id());
            if (group == null) {
                spare.add(machine.id());
                boolean inVain = machine.machine().tasks().keySet().stream().anyMatch(this::waits);
                if (machine.ready() && inVain) {
                    unfit.add(machine.id());
                }
            } else if (machine.ready()) {
                given.put(machine.id(), group);
            } else {
                awaited.add(machine.id());
            }
        }
        return new Choice(given, awaited, spare, unfit, waiting());
    }

    private List<TaskGroup> waiting() {
        List<TaskGroup> waiting = new ArrayList<>();
        for (TaskGroup group : groups.values()) {
            if (waits(group.id())) {
                waiting.add(group.of(left.getOrDefault(group.id(), 0)));
            }
        }
        return waiting;
    }
}
