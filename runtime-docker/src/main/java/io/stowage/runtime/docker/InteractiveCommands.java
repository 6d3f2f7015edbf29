package io.stowage.runtime.docker;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ExecutesInteractively.OutputListener;
import io.stowage.spi.InteractiveCommand;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Runs commands that somebody talks to. At most {@value Streams#INTERACTIVE} at once. A command without a terminal reads the end of its input, over
 * every kind of connection, and goes on until it ends.
 *
 * <p>What closing one ends is what {@link Commands} can end at a time-out: the process of the command, where the daemon is on this machine and this
 * process may signal that one. Elsewhere its input ends, and a command that doesn't mind goes on until its container ends.
 */
final class InteractiveCommands {

    private final Commands commands;
    private final Semaphore places;
    private final AttachedCommand.Context context;

    InteractiveCommands(Daemon daemon, Commands commands, Semaphore places) {
        this.commands = commands;
        this.places = places;
        this.context = new AttachedCommand.Context(daemon, commands, places::release);
    }

    InteractiveCommand execute(Containers.Found container, List<String> command, boolean tty, OutputListener listener)
            throws ContainerRuntimeException {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command is empty: it needs a program at least");
        }
        if (!places.tryAcquire()) {
            throw Failures.retryable(
                    Category.ContainerRuntimeError,
                    "the command was not started: " + Streams.INTERACTIVE
                            + " interactive ones run by now: close one first");
        }
        AttachedCommand attached;
        try {
            String exec = commands.created(
                    container.id(),
                    command,
                    create -> create.withAttachStdin(true).withTty(tty));
            attached = new AttachedCommand(context, container.id(), exec, tty, listener);
        } catch (ContainerRuntimeException | RuntimeException e) {
            places.release();
            throw e;
        }
        attached.open();
        return attached;
    }
}
