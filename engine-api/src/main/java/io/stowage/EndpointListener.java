package io.stowage;

import java.util.List;

/**
 * Is told which tasks of a service take traffic. Called off the engine's loop, on a thread of the engine's: one list at a time, each newer
 * than the one before. It may block, which delays nobody but itself, and the lists that come meanwhile become one; what it throws is logged
 * and harms nobody.
 */
@FunctionalInterface
public interface EndpointListener {

    /**
     * Takes the whole list, which differs from the one before.
     *
     * @param endpoints in the order of their tasks' ARNs; empty if there are none, or no such service; unmodifiable
     */
    void onEndpoints(List<Endpoint> endpoints);
}
