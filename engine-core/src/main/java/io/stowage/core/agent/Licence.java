package io.stowage.core.agent;

/**
 * Whether an agent may act. It may while its engine can be sure that no other engine runs an agent for the same instance: its attachment
 * is the committed one, and the lease under which it stands is trusted by the engine's own monotonic clock.
 */
@FunctionalInterface
public interface Licence {

    /** Whether a call with an effect may be made right now. Thread-safe, quick; a "no" may turn into a "yes" again. */
    boolean holds();
}
