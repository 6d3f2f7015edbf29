package io.stowage.testkit.runtime;

/** Hears what truly happens to the engines' containers, at the instant it does. Of those of others it hears only when an engine touches them. */
public interface GroundTruthListener {

    default void created(SimulatedContainer container) {}

    default void started(SimulatedContainer container) {}

    /** It was told to stop, or killed, while it ran. */
    default void signalled(SimulatedContainer container) {}

    /** It ended by itself, was stopped or killed, or went down with its host. */
    default void exited(SimulatedContainer container) {}

    default void removed(SimulatedContainer container) {}

    /** There is a container of somebody else from now on. */
    default void joined(SimulatedContainer foreign) {}

    /** An engine has done something to a container that is somebody else's. */
    default void touched(SimulatedContainer foreign, String how) {}

    /** The host has done what an engine called it for. */
    default void answered(String host) {
        // Most look at containers.
    }

    /** The host has given a list of its containers, truly or not. */
    default void listed(String host, boolean truly) {
        // Most look at containers.
    }

    /** The host can be reached, or can't, from now on. */
    default void reachable(String host, boolean reachable) {}
}
