package io.stowage.spi;

import java.util.List;

/**
 * Implemented by a {@link ContainerRuntime} that can run a command in a container and have somebody talk to it while it runs: what ECS calls an
 * interactive ExecuteCommand. {@link ContainerRuntime#run} is for commands that nobody talks to.
 */
public interface ExecutesInteractively {

    /** Hears what a command writes. */
    @FunctionalInterface
    interface OutputListener {
        /**
         * Some bytes, as they came: a line or a character may be cut between two calls. Called from a thread of the runtime, one call at a time;
         * blocking slows down only this command. What it throws is logged, and the next bytes come all the same.
         *
         * @param standardError false for standard output, and for all that is written to a terminal
         * @param bytes never empty; the listener's own from then on
         */
        void output(boolean standardError, byte[] bytes);
    }

    /**
     * Starts a command in a container that runs. Blocks until it is handed over to the container, seconds at most. May be called by several threads
     * at once. Not idempotent: each call starts the command once more. The caller closes what it gets.
     *
     * @param command the program and its arguments, not a line for a shell; not empty
     * @param tty whether the command has a terminal. With one, input is echoed and all output is one stream
     * @param listener may be called before this returns
     * @throws ContainerRuntimeException if the command was not started: no container of this name runs, or too many commands run by now. A program
     *     that the container hasn't may also be found missing later, and {@link InteractiveCommand#exitCode} says so
     * @throws RuntimeException any other one if it is unknown whether the command was started
     */
    InteractiveCommand execute(String name, List<String> command, boolean tty, OutputListener listener)
            throws ContainerRuntimeException;
}
