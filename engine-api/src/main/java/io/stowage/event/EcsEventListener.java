package io.stowage.event;

/**
 * Is told of events. Called off the engine's loop, on a thread of the engine's: one event at a time, in commit order, each after it
 * was committed. It may block, which delays nobody but itself; what it throws is logged and harms nobody.
 */
@FunctionalInterface
public interface EcsEventListener {

    /**
     * Takes one event.
     *
     * @param event what was committed
     */
    void onEvent(EcsEvent event);

    /**
     * Some events were dropped because the listener was slower than they came: its queue is bounded. Called in the place of the
     * dropped events. A listener that keeps a picture of its own should describe afresh what it needs. Does nothing by default.
     *
     * @param count how many were dropped since the last call, at least 1
     */
    default void onMissed(long count) {}
}
