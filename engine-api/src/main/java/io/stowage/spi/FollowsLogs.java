package io.stowage.spi;

/** Implemented by a {@link ContainerRuntime} that can hand out what a container writes. */
public interface FollowsLogs {

    /** Hears what a container writes. */
    @FunctionalInterface
    interface LogListener {
        /**
         * One line, without its end. Called one line at a time.
         *
         * @param standardError false for standard output
         */
        void line(boolean standardError, String line);
    }

    /**
     * Hands over what the container has written and goes on with what it writes, until it is removed or the subscription is
     * closed. Does not block; the listener is called from a thread of the runtime, one line at a time, and slows down only its own
     * stream when it blocks.
     *
     * @param fromBeginning false to begin with what is written from now on
     * @throws ContainerRuntimeException if there is no such container
     */
    RuntimeSubscription followLogs(String name, boolean fromBeginning, LogListener listener)
            throws ContainerRuntimeException;
}
