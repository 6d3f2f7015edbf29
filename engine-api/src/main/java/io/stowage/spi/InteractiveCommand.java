package io.stowage.spi;

import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** A command that {@link ExecutesInteractively} has started. Thread-safe. Holds a connection to the runtime until it ends or is closed. */
public interface InteractiveCommand extends AutoCloseable {

    /**
     * What the command reads; the same stream at each call. Writing hands the bytes over soon, without {@code flush}, and blocks while the command
     * doesn't read and what lies between is full. Closing it ends the input, after what was written; it is idempotent and doesn't block. With a
     * terminal the command sees no end by that: write the character for it, 4, instead.
     *
     * <p>Writing throws an {@code IOException} once the input or the command has ended. That bytes were taken doesn't say that they were read.
     */
    OutputStream standardInput();

    /**
     * Sets the size of the terminal. May block for seconds; the last call holds.
     *
     * @param rows from 1 to 65,535
     * @param columns from 1 to 65,535
     * @throws IllegalArgumentException if one of them is not in its range
     * @throws IllegalStateException if the command has no terminal
     * @throws ContainerRuntimeException if the size stays what it was, as when the command has ended
     * @throws RuntimeException any other one if it is unknown which size holds
     */
    void resize(int rows, int columns) throws ContainerRuntimeException;

    /**
     * How the command ends; a future of the caller's own at each call, which is completed from a thread of the runtime after the last output was
     * handed over. Never null, and never a guess. Fails with
     *
     * <ul>
     *   <li>a {@link ContainerRuntimeException} if the command was never started, such as for a program that isn't there
     *   <li>a {@link java.util.concurrent.CancellationException} if this was closed before
     *   <li>any other exception if it is unknown: the connection was lost, or the container was removed. The command may run still
     * </ul>
     */
    CompletableFuture<Integer> exitCode();

    /**
     * Ends the input, and the command as far as the runtime can end one; each runtime says what remains. Nothing is handed over any more, except
     * for a call that is under way. Idempotent; does nothing to a command that has ended; throws nothing; may block for seconds.
     */
    @Override
    void close();
}
