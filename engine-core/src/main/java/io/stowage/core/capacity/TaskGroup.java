package io.stowage.core.capacity;

import java.util.List;

/**
 * Waiting tasks that need the same.
 *
 * @param id tells it from the other groups, and stays the same from turn to turn
 * @param tasks how many wait
 * @param cpu CPU units of each
 * @param memory MiB of each
 * @param claims what no two tasks on one machine may both hold, in any words that are the same for the same thing: a host port, or the group
 *     of tasks whose instances are to be distinct. One with a claim is alone of its group on a machine
 * @param exclusive each has a machine to itself, as on Fargate
 * @param suits which machines it may be on
 */
public record TaskGroup(
        String id, int tasks, int cpu, int memory, List<String> claims, boolean exclusive, Suits suits) {

    /** The placement constraints of a task, asked of a machine that isn't there yet. */
    @FunctionalInterface
    public interface Suits {
        /** Whether a machine of this type in this zone is allowed. */
        boolean on(String machineType, String zone);
    }

    /** Checks that nothing is negative, and copies the list. */
    public TaskGroup {
        claims = List.copyOf(claims);
        if (tasks < 0 || cpu < 0 || memory < 0) {
            throw new IllegalArgumentException("tasks is " + tasks + ", cpu " + cpu + " and memory " + memory + " of "
                    + id + "; none may be less than 0");
        }
    }

    /** Tasks that may be on any machine, as many on one as it holds. */
    public TaskGroup(String id, int tasks, int cpu, int memory) {
        this(id, tasks, cpu, memory, List.of(), false, (type, zone) -> true);
    }

    /** The same with so many tasks. */
    TaskGroup of(int many) {
        return new TaskGroup(id, many, cpu, memory, claims, exclusive, suits);
    }
}
