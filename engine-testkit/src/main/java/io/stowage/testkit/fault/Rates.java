package io.stowage.testkit.fault;

import java.util.EnumMap;
import java.util.Map;

/** How often kinds of faults strike: how many of a million calls, events or answers. Immutable. */
public final class Rates {

    public static final Rates NONE = new Rates(new EnumMap<>(Fault.class));

    private final Map<Fault, Integer> perMillion;

    private Rates(Map<Fault, Integer> perMillion) {
        this.perMillion = perMillion;
    }

    /** How often this kind strikes. */
    public int of(Fault fault) {
        return perMillion.getOrDefault(fault, 0);
    }

    /** The same, but for one kind. */
    public Rates with(Fault fault, int rate) {
        Map<Fault, Integer> changed = new EnumMap<>(Fault.class);
        changed.putAll(perMillion);
        changed.put(fault, rate);
        return new Rates(changed);
    }
}
