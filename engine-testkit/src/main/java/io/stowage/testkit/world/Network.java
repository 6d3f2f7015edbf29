package io.stowage.testkit.world;

import java.util.HashMap;
import java.util.Map;

/** The connections between engines and what they call: the store, and hosts. Each is open unless something is done to it. */
public final class Network {

    /** The other end of the connections to the store. */
    public static final String STORE = "store";

    /** What a connection lets through. */
    public enum Condition {
        OPEN,
        /** Nothing. */
        CUT,
        /** Requests, which have their effect; but no answer and no event comes back. */
        ANSWERS_LOST
    }

    private final Map<String, Map<String, Condition>> byEngine = new HashMap<>();

    Network() {}

    /** What the connection between an engine and its other end lets through now. */
    public Condition between(String engine, String other) {
        if (byEngine.isEmpty()) {
            return Condition.OPEN;
        }
        return byEngine.getOrDefault(engine, Map.of()).getOrDefault(other, Condition.OPEN);
    }

    /** From now on a connection is so. */
    public void set(String engine, String other, Condition condition) {
        Map<String, Condition> ofEngine = byEngine.computeIfAbsent(engine, absent -> new HashMap<>());
        if (condition == Condition.OPEN) {
            ofEngine.remove(other);
        } else {
            ofEngine.put(other, condition);
        }
        if (ofEngine.isEmpty()) {
            byEngine.remove(engine);
        }
    }

    /** Everything reaches everything. */
    public void heal() {
        byEngine.clear();
    }
}
