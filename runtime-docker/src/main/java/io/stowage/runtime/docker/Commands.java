package io.stowage.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands in containers. At most {@value Streams#COMMANDS} at once, each with a thread of docker-java's.
 *
 * <p>Docker can't end a command that it has started. At the time-out its process is killed where that can be done from here: where the daemon
 * is on this machine and this process may signal that one. Otherwise it goes on in the container until that ends; and what a command has
 * started by itself does so anyway.
 */
final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final long EXIT_CODE_MILLIS = 2_000;

    private final Daemon daemon;
    private final Semaphore places;
    private final boolean local;

    Commands(Daemon daemon, Semaphore places, boolean local) {
        this.daemon = daemon;
        this.places = places;
        this.local = local;
    }

    CommandResult run(Containers.Found container, List<String> command, Duration timeout)
            throws ContainerRuntimeException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            if (!places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Failures.retryable(
                        Category.ContainerRuntimeError,
                        "the command was not started: " + Streams.COMMANDS + " others run by now");
            }
            try {
                return run(container.id(), command, end);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("a command: interrupted", e);
        }
    }

    private CommandResult run(String container, List<String> command, long end)
            throws ContainerRuntimeException, InterruptedException {
        String exec = created(container, command, create -> create);
        Output output = new Output();
        try {
            daemon.streams().execStartCmd(exec).exec(output);
            boolean ended = output.over.await(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (!ended) {
                kill(container, exec);
                return new CommandResult(null, output.tail.text());
            }
        } catch (DockerException e) {
            throw Failures.refused(Category.ContainerRuntimeError, e);
        } finally {
            output.close();
        }
        output.throwIfRefused();
        return new CommandResult(
                Objects.requireNonNull(ended(exec).getExitCodeLong()).intValue(), output.tail.text());
    }

    /** A command that was created and not started; its id. Its output is attached, and more if {@code more} says so. */
    String created(String container, List<String> command, UnaryOperator<ExecCreateCmd> more)
            throws ContainerRuntimeException {
        try {
            return daemon.createCommand(
                    container,
                    create -> more.apply(create.withAttachStdout(true)
                            .withAttachStderr(true)
                            .withCmd(command.toArray(String[]::new))));
        } catch (DockerException e) {
            if (Failures.isDefinite(e)) {
                throw Failures.refused(Category.ContainerRuntimeError, e);
            }
            throw new OutcomeUnknownException("a command: " + Failures.text(e), e);
        }
    }

    /** What the daemon says of a command whose stream has ended, with an exit code. That may be a little before the daemon knows the code. */
    InspectExecResponse ended(String exec) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EXIT_CODE_MILLIS);
        long pause = 5;
        while (true) {
            InspectExecResponse state = inspect(exec);
            Long code = state.getExitCodeLong();
            if (code != null && !Boolean.TRUE.equals(state.isRunning())) {
                return state;
            }
            if (System.nanoTime() - end > 0) {
                throw new OutcomeUnknownException("a command ended, and the daemon does not know its exit code", null);
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause *= 2;
        }
    }

    private InspectExecResponse inspect(String exec) {
        try {
            return daemon.ask(
                    Verb.LOOK,
                    "a command",
                    client -> client.inspectExecCmd(exec).exec());
        } catch (DockerException e) {
            throw new OutcomeUnknownException("a command: " + Failures.text(e), e);
        }
    }

    /** Ends a command, where that can be done from here. May block for the deadline of a look; throws nothing. */
    void kill(String container, String exec) {
        if (!local) {
            return;
        }
        try {
            InspectExecResponse state = begun(exec);
            Long pid = state.getPidLong();
            if (Boolean.TRUE.equals(state.isRunning()) && pid != null && pid > 1 && isOf(container, pid)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A command that is to end goes on: {}", Causes.text(e));
        }
    }

    /** A command has no process yet for a moment after its stream was opened. */
    private InspectExecResponse begun(String exec) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EXIT_CODE_MILLIS);
        InspectExecResponse state = inspect(exec);
        for (long pause = 5; hasNotBegun(state) && System.nanoTime() - end < 0; pause *= 2) {
            TimeUnit.MILLISECONDS.sleep(pause);
            state = inspect(exec);
        }
        return state;
    }

    private static boolean hasNotBegun(InspectExecResponse state) {
        Long pid = state.getPidLong();
        return state.getExitCodeLong() == null && (pid == null || pid == 0);
    }

    /** The number may be another process's by now, or mean another one here: the kernel says whose it is. */
    private static boolean isOf(String container, long pid) throws IOException {
        Path groups = Path.of("/proc", Long.toString(pid), "cgroup");
        return Files.exists(groups) && Files.readString(groups).contains(container);
    }

    /** What a command prints. */
    private static final class Output implements ResultCallback<Frame> {
        private final Tail tail = new Tail();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable Closeable connection;
        private volatile @Nullable Throwable thrown;

        @Override
        public void onStart(Closeable opened) {
            connection = opened;
        }

        @Override
        public void onNext(Frame frame) {
            tail.add(Objects.requireNonNullElse(frame.getPayload(), new byte[0]));
        }

        @Override
        public void onError(Throwable failure) {
            if (over.getCount() > 0) {
                thrown = failure;
                over.countDown();
            }
        }

        @Override
        public void onComplete() {
            over.countDown();
        }

        void throwIfRefused() throws ContainerRuntimeException {
            Throwable failure = thrown;
            if (failure instanceof DockerException refusal && Failures.isDefinite(refusal)) {
                throw Failures.refused(Category.ContainerRuntimeError, refusal);
            }
            if (failure != null) {
                throw new OutcomeUnknownException("a command: " + Causes.text(failure), failure);
            }
        }

        @Override
        public void close() {
            Closeable open = connection;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException | RuntimeException e) {
                    LOG.debug("The stream of a command was closed already.");
                }
            }
        }
    }
}
