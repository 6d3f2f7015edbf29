package io.stowage.testkit.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often each kind of fault truly struck each component: not how often it was meant to. A fault that strikes nothing proves
 * nothing.
 */
public final class Cells {

    private final Map<Fault, Map<Component, Long>> counts = new EnumMap<>(Fault.class);

    /** A fault has just struck a component. */
    public void hit(Fault fault, Component component) {
        hit(fault, component, 1);
    }

    private void hit(Fault fault, Component component, long times) {
        counts.computeIfAbsent(fault, absent -> new EnumMap<>(Component.class)).merge(component, times, Long::sum);
    }

    public long count(Fault fault, Component component) {
        return counts.getOrDefault(fault, Map.of()).getOrDefault(component, 0L);
    }

    /** Adds the counts of another run. */
    public void add(Cells others) {
        others.counts.forEach((fault, row) -> row.forEach((component, times) -> hit(fault, component, times)));
    }

    /** How many cells these kinds of faults have. */
    public static int number(Set<Fault> faults) {
        return faults.stream().mapToInt(fault -> fault.components().size()).sum();
    }

    /** The cells of these kinds of faults that were never hit. */
    public List<String> neverHit(Set<Fault> faults) {
        List<String> never = new ArrayList<>();
        for (Fault fault : faults) {
            for (Component component : fault.components()) {
                if (count(fault, component) == 0) {
                    never.add(fault + " x " + component);
                }
            }
        }
        return never;
    }

    /** The table: a row for each kind of fault that struck at all. */
    public Map<Fault, Map<Component, Long>> table() {
        Map<Fault, Map<Component, Long>> table = new EnumMap<>(Fault.class);
        counts.forEach((fault, row) -> table.put(fault, new EnumMap<>(row)));
        return table;
    }
}
