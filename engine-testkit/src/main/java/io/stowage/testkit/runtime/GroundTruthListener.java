package io.stowage.testkit.runtime;

/** Hears what truly happens to the engines' containers, at the instant it does. Of those of others it hears only when an engine touches them. */
public interface GroundTruthListener {

    void created(SimulatedContainer container);

    void started(SimulatedContainer container);

    /** It was told to stop, or killed, while it ran. */
    void signalled(SimulatedContainer container);

    /** It ended by itself, was stopped or killed, or went down with its host. */
    void exited(SimulatedContainer container);

    void removed(SimulatedContainer container);

    /** An engine has done something to a container that is somebody else's. */
    void touched(SimulatedContainer foreign, String how);

    /** The host has done what an engine called it for. */
    default void answered(String host) {
        // Most look at containers.
    }

    /** The host can be reached, or can't, from now on. */
    void reachable(String host, boolean reachable);
}
