package io.stowage;

import io.stowage.event.EcsEventListener;
import io.stowage.event.Subscription;

/**
 * Tells of what was committed. In the engine that leads a cluster a listener gets every transition, in commit order. In any other
 * engine, and across a change of leader, it may skip states in between: {@code version} of the task or container instance tells.
 * Service actions and deployment state changes are not skipped.
 *
 * <p>Listeners are called off the engine's loop, one event at a time for each, from a bounded queue: see {@link EcsEventListener}.
 */
public interface Events {

    /**
     * Tells a listener of all events from now on. Doesn't block. Each call is a subscription of its own, the same listener or not.
     *
     * @throws io.stowage.error.ServerException if the engine is closed
     */
    Subscription subscribe(EcsEventListener listener);

    /**
     * Tells a listener of the events of one cluster from now on. Doesn't block. The cluster need not be there yet.
     *
     * @param cluster its name or ARN; not null
     * @throws io.stowage.error.ServerException if the engine is closed
     */
    Subscription subscribe(String cluster, EcsEventListener listener);
}
