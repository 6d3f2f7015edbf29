package io.stowage.event;

/** A listener that is told of events until this is closed. */
public interface Subscription extends AutoCloseable {

    /**
     * Ends it. Doesn't block: no call starts after this has returned, and one that is under way may still be running. Closing again
     * does nothing.
     */
    @Override
    void close();
}
