package io.stowage.testkit.fault;

/** How often kinds of faults strike: how many of a million calls, events or answers. Immutable. */
@SuppressWarnings("EnumOrdinal") // Places in an array of this run: nothing of them is kept.
public final class Rates {

    public static final Rates NONE = new Rates(new int[Fault.values().length]);

    /** By the ordinal of the kind: asked at nearly every event. */
    private final int[] perMillion;

    private Rates(int[] perMillion) {
        this.perMillion = perMillion;
    }

    /** How often this kind strikes. */
    public int of(Fault fault) {
        return perMillion[fault.ordinal()];
    }

    /** The same, but for one kind. */
    public Rates with(Fault fault, int rate) {
        int[] changed = perMillion.clone();
        changed[fault.ordinal()] = rate;
        return new Rates(changed);
    }
}
