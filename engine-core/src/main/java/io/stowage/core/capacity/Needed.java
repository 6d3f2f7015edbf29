package io.stowage.core.capacity;

import java.util.List;
import java.util.Map;

/**
 * What waiting tasks need.
 *
 * @param machines to launch, those for the most tasks first
 * @param awaited how many of the coming machines are needed
 * @param unplaceable tasks that fit on nothing that is coming or may be launched, by id of their group
 */
public record Needed(List<NeededMachine> machines, int awaited, Map<String, Integer> unplaceable) {

    /** Copies the collections. */
    public Needed {
        machines = List.copyOf(machines);
        unplaceable = Ordered.copy(unplaceable);
    }
}
