package io.stowage.core.capacity;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A machine whose launch is decided and that takes no tasks yet.
 *
 * @param machineType name of its type
 * @param zone its availability zone
 * @param cpu CPU units that are free on it
 * @param memory MiB that are free on it
 * @param claims that are held on it already: see {@link TaskGroup#claims}
 * @param tasks what it was launched for: how many tasks by id of their group. They go before others, so that who plans again comes to the same
 */
public record ComingMachine(
        String machineType, String zone, int cpu, int memory, List<String> claims, Map<String, Integer> tasks) {

    /** Copies the collections. */
    public ComingMachine {
        Objects.requireNonNull(zone, "ComingMachine.zone is required");
        claims = List.copyOf(claims);
        tasks = Ordered.copy(tasks);
    }

    /** The same, should it have no more free than this. */
    public ComingMachine atMost(int cpuUnits, int mebibytes) {
        return new ComingMachine(
                machineType, zone, Math.min(cpu, cpuUnits), Math.min(memory, mebibytes), claims, tasks);
    }
}
