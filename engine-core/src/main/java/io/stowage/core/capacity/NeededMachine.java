package io.stowage.core.capacity;

import java.util.Map;

/**
 * A machine to launch.
 *
 * @param offer which
 * @param tasks what it is for: how many tasks by id of their group; empty if it is spare
 */
public record NeededMachine(Offer offer, Map<String, Integer> tasks) {

    /** Copies the map. */
    public NeededMachine {
        tasks = Ordered.copy(tasks);
    }

    /** How many tasks it is for. */
    public int taskCount() {
        return tasks.values().stream().mapToInt(Integer::intValue).sum();
    }
}
