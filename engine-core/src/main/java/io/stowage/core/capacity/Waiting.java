package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The groups as numbers, the largest tasks first. What is left of them is kept apart, so that several packings can be tried. */
final class Waiting {

    final List<TaskGroup> groups;
    final int[] cpu;
    final int[] memory;
    final boolean[] exclusive;
    final BitSet[] claims;
    private final Map<String, Integer> claimNumbers = new TreeMap<>();

    /** @param groups in the order in which they are numbered */
    Waiting(List<TaskGroup> groups) {
        this.groups = List.copyOf(groups);
        int size = groups.size();
        cpu = new int[size];
        memory = new int[size];
        exclusive = new boolean[size];
        claims = new BitSet[size];
        for (int g = 0; g < size; g++) {
            cpu[g] = groups.get(g).cpu();
            memory[g] = groups.get(g).memory();
            exclusive[g] = groups.get(g).exclusive();
            claims[g] = numbered(groups.get(g).claims());
        }
    }

    BitSet numbered(List<String> names) {
        BitSet numbers = new BitSet();
        for (String name : names) {
            numbers.set(claimNumbers.computeIfAbsent(name, any -> claimNumbers.size()));
        }
        return numbers;
    }

    int size() {
        return groups.size();
    }

    int[] counts() {
        return groups.stream().mapToInt(TaskGroup::tasks).toArray();
    }

    /** Which groups may be on a machine of this type in this zone. */
    List<Boolean> suits(String machineType, String zone) {
        List<Boolean> suits = new ArrayList<>();
        for (TaskGroup group : groups) {
            suits.add(group.suits().on(machineType, zone));
        }
        return suits;
    }
}
