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
@SuppressWarnings("EnumOrdinal") // Places in an array of this run: nothing of them is kept.
public final class Cells {

    private static final Fault[] FAULTS = Fault.values();
    private static final Component[] COMPONENTS = Component.values();

    /** By the ordinals of fault and component: counted far more often than looked at. */
    private final long[][] counts = new long[FAULTS.length][COMPONENTS.length];

    /** A fault has just struck a component. */
    public void hit(Fault fault, Component component) {
        counts[fault.ordinal()][component.ordinal()]++;
    }

    public long count(Fault fault, Component component) {
        return counts[fault.ordinal()][component.ordinal()];
    }

    /** Adds the counts of another run. */
    public void add(Cells others) {
        for (int fault = 0; fault < FAULTS.length; fault++) {
            for (int component = 0; component < COMPONENTS.length; component++) {
                counts[fault][component] += others.counts[fault][component];
            }
        }
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
        for (Fault fault : FAULTS) {
            for (Component component : COMPONENTS) {
                long times = count(fault, component);
                if (times > 0) {
                    table.computeIfAbsent(fault, absent -> new EnumMap<>(Component.class))
                            .put(component, times);
                }
            }
        }
        return table;
    }
}
