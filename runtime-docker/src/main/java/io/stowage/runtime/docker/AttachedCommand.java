package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.transport.DockerHttpClient;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ExecutesInteractively.OutputListener;
import io.stowage.spi.InteractiveCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command with its input and output on one connection. Takes a thread that reads, and one of docker-java's that writes, until it ends or is
 * closed; over tcp the one that reads may hang for longer if the daemon has never answered.
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
    private final Tail tail = new Tail();
    private DockerHttpClient.@Nullable Response connection;
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
        reader.setDaemon(true);
    }

    /** Blocks until the daemon has taken the connection; called once. */
    void open() throws ContainerRuntimeException {
        reader.start();
        try {
            opened.get(Verb.OTHER.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw refusal(Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            giveUp();
            throw new OutcomeUnknownException(
                    "a command: no answer within " + Verb.OTHER.deadline().toSeconds() + " s", e);
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("a command: interrupted", e);
        }
    }

    /** A connection that isn't there yet can't be closed. Over a unix socket an interrupt ends it. */
    private void giveUp() {
        close();
        reader.interrupt();
    }

    private static RuntimeException refusal(Throwable failure) throws ContainerRuntimeException {
        String text = Causes.text(failure);
        if (text.matches("(?s).*got: HTTP/1\\.[01] 4(?!08|29)[0-9]{2}.*")) {
            throw Failures.retryable(Category.ContainerRuntimeError, "the command was not started: " + text);
        }
        throw new OutcomeUnknownException("a command: " + text, failure);
    }

    /** The reader's life. */
    private void attend() {
        try (DockerHttpClient.Response response = context.daemon().attach(exec, tty, input)) {
            connected(response);
            new Attached(response.getBody(), this::tell).handOver(tty);
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

    private synchronized void connected(DockerHttpClient.Response response) {
        if (closed) {
            throw new CancellationException("closed");
        }
        connection = response;
        opened.complete(null);
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
        DockerHttpClient.Response open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = connection;
        }
        boolean runs = exit.completeExceptionally(new CancellationException("the command was closed before it ended"));
        input.abandon();
        if (!runs) {
            return;
        }
        context.commands().kill(container, exec);
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debug("The connection of a command was closed already.");
            }
        }
    }
}
