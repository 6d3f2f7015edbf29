package io.stowage.testkit.runtime;

/** Hears what truly happens to containers, at the instant it does. */
public interface GroundTruthListener {

    void created(SimulatedContainer container);

    void started(SimulatedContainer container);

    /** It was told to stop, or killed, while it ran. */
    void signalled(SimulatedContainer container);

    /** It ended by itself, was stopped or killed, or went down with its host. */
    void exited(SimulatedContainer container);

    void removed(SimulatedContainer container);

    /** The host can be reached, or can't, from now on. */
    void reachable(String host, boolean reachable);
}
