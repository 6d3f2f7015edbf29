package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.DockerException;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ExecutesInteractively.OutputListener;
import io.stowage.spi.InteractiveCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command with its input and output on one connection. Takes a thread that reads, and one that writes, until it ends or is closed.
 *
 * <p>The end of the input ends that direction of the connection, and the command reads it. Not of a terminal: Docker would end the output as well.
 */
final class AttachedCommand implements InteractiveCommand {

    private static final Logger LOG = LoggerFactory.getLogger(AttachedCommand.class);
    private static final int LARGEST = 65_535;

    private final Context context;
    private final String container;
    private final String exec;
    private final boolean tty;
    private final OutputListener listener;
    private final InputPipe input = new InputPipe();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread reader = new Thread(this::attend, "stowage-docker-command");
    private final Thread writer = new Thread(this::send, "stowage-docker-command-input");
    private final Tail tail = new Tail();
    private final Attachment connection;
    private boolean closed;

    /**
     * What all of one connection share.
     *
     * @param leave gives back a place; called once by each command, when its thread ends
     */
    record Context(Daemon daemon, Commands commands, Runnable leave) {}

    AttachedCommand(Context context, String container, String exec, boolean tty, OutputListener listener) {
        this.context = context;
        this.container = container;
        this.exec = exec;
        this.tty = tty;
        this.listener = listener;
        this.connection = context.daemon().attachment(exec, tty);
        reader.setDaemon(true);
        writer.setDaemon(true);
    }

    /** Blocks until the daemon has taken the connection; called once. */
    void open() throws ContainerRuntimeException {
        reader.start();
        try {
            opened.get(Verb.OTHER.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refusal(Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            close();
            throw new OutcomeUnknownException(
                    "a command: no answer within " + Verb.OTHER.deadline().toSeconds() + " s", e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("a command: interrupted", e);
        }
    }

    private static RuntimeException refusal(Throwable failure) throws ContainerRuntimeException {
        if (failure instanceof DockerException refusal) {
            String text = Failures.text(refusal);
            if (Failures.isDefinite(refusal)) {
                throw Failures.retryable(Category.ContainerRuntimeError, "the command was not started: " + text);
            }
            throw new OutcomeUnknownException("a command: " + text, failure);
        }
        throw new OutcomeUnknownException("a command: " + Causes.text(failure), failure);
    }

    /** The reader's life. */
    private void attend() {
        try (connection) {
            InputStream output = connection.open();
            connected();
            new Attached(output, this::tell).handOver(tty);
            settle(context.commands().ended(exec));
        } catch (InterruptedException | IOException | RuntimeException e) {
            opened.completeExceptionally(e);
            exit.completeExceptionally(
                    new OutcomeUnknownException("it is unknown how the command ended: " + Causes.text(e), e));
        } finally {
            input.abandon();
            context.leave().run();
        }
    }

    private synchronized void connected() {
        if (closed) {
            throw new CancellationException("closed");
        }
        writer.start();
        opened.complete(null);
    }

    /** The writer's life. */
    private void send() {
        try {
            input.transferTo(connection.input());
            if (!tty) {
                connection.endInput();
            }
        } catch (IOException e) {
            LOG.debug("The input of a command ended: {}", Causes.text(e));
        }
    }

    private void tell(boolean standardError, byte[] bytes) {
        if (isClosed()) {
            return;
        }
        tail.add(bytes);
        listener.output(standardError, bytes);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Of a program that can't be run the daemon writes why where its output would be; it never had a process. */
    private void settle(InspectExecResponse state) {
        Long pid = state.getPidLong();
        if (pid == null || pid == 0) {
            exit.completeExceptionally(Failures.refused(
                    Category.ContainerRuntimeError,
                    "the command was not started: " + tail.text().strip()));
        } else {
            exit.complete(Objects.requireNonNull(state.getExitCodeLong()).intValue());
        }
    }

    @Override
    public OutputStream standardInput() {
        return input.writer();
    }

    @Override
    public void resize(int rows, int columns) throws ContainerRuntimeException {
        check("rows", rows);
        check("columns", columns);
        if (!tty) {
            throw new IllegalStateException("the command has no terminal to resize: execute it with tty");
        }
        if (exit.isDone()) {
            throw Failures.permanent(Category.ContainerRuntimeError, "the command has ended: it has no terminal");
        }
        try {
            context.daemon()
                    .ask(
                            Verb.OTHER,
                            "size of a terminal",
                            client -> client.resizeExecCmd(exec)
                                    .withSize(rows, columns)
                                    .exec());
        } catch (DockerException e) {
            if (Failures.isDefinite(e)) {
                throw Failures.refused(Category.ContainerRuntimeError, e);
            }
            throw new OutcomeUnknownException("size of a terminal: " + Failures.text(e), e);
        }
    }

    private static void check(String field, int value) {
        if (value < 1 || value > LARGEST) {
            throw new IllegalArgumentException(field + " is " + value + ": it has to be from 1 to " + LARGEST);
        }
    }

    @Override
    public CompletableFuture<Integer> exitCode() {
        return exit.copy();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        boolean runs = exit.completeExceptionally(new CancellationException("the command was closed before it ended"));
        input.abandon();
        if (!runs) {
            return;
        }
        context.commands().kill(container, exec);
        connection.close();
    }
}
