package io.stowage.core.capacity;

import java.util.List;
import java.util.Map;

/**
 * What waiting tasks need.
 *
 * @param machines to launch, those for the most tasks first
 * @param used which of the coming machines are needed, by their places among all that were given
 * @param unplaceable tasks that fit on nothing that is coming or may be launched, by id of their group
 */
public record Needed(List<NeededMachine> machines, List<Integer> used, Map<String, Integer> unplaceable) {

    /** Copies the collections. */
    public Needed {
        machines = List.copyOf(machines);
        used = List.copyOf(used);
        unplaceable = Ordered.copy(unplaceable);
    }

    /** How many of the coming machines are needed. */
    public int awaited() {
        return used.size();
    }
}
