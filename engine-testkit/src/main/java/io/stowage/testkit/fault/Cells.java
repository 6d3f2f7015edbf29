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

    /** How often one of them was hit. */
    private static final class Count {
        private long times;
    }

    private final Map<Fault, Map<Component, Count>> counts = new EnumMap<>(Fault.class);

    /** A fault has just struck a component. */
    public void hit(Fault fault, Component component) {
        cell(fault, component).times++;
    }

    private Count cell(Fault fault, Component component) {
        Map<Component, Count> row = counts.computeIfAbsent(fault, absent -> new EnumMap<>(Component.class));
        return row.computeIfAbsent(component, absent -> new Count());
    }

    public long count(Fault fault, Component component) {
        Count count = counts.getOrDefault(fault, Map.of()).get(component);
        return count == null ? 0 : count.times;
    }

    /** Adds the counts of another run. */
    public void add(Cells others) {
        others.counts.forEach(
                (fault, row) -> row.forEach((component, count) -> cell(fault, component).times += count.times));
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
        counts.forEach((fault, row) -> {
            Map<Component, Long> numbers = new EnumMap<>(Component.class);
            row.forEach((component, count) -> numbers.put(component, count.times));
            table.put(fault, numbers);
        });
        return table;
    }
}
