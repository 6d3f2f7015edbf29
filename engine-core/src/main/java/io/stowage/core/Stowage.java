package io.stowage.core;

/** The door of the engine. */
public final class Stowage {

    private Stowage() {}

    /** A builder of an engine in which everything is left to its default. */
    public static EngineBuilder engine() {
        return new EngineBuilder();
    }
}
