package io.stowage.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.FollowsLogs.LogListener;
import io.stowage.spi.RuntimeSubscription;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over what one container writes. Takes a thread of docker-java's while it does. Of a container that was not started yet the daemon has
 * nothing to follow: it is asked again until it runs. When the connection to the daemon breaks, it ends.
 */
final class LogFollower implements RuntimeSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final long RETRY_MILLIS = 300;

    private final Daemon daemon;
    private final Containers containers;
    private final ScheduledExecutorService timer;
    private final Semaphore places;
    private final String name;
    private final boolean fromBeginning;
    private final LogListener listener;

    private @Nullable Stream stream;
    private boolean closed;
    private volatile @Nullable Future<?> retry;

    /** One place of {@code places} is its own by now, which it gives back. */
    LogFollower(Context context, String name, boolean fromBeginning, LogListener listener) {
        this.daemon = context.daemon();
        this.containers = context.containers();
        this.timer = context.timer();
        this.places = context.places();
        this.name = name;
        this.fromBeginning = fromBeginning;
        this.listener = listener;
    }

    /** What all of one connection share. */
    record Context(Daemon daemon, Containers containers, ScheduledExecutorService timer, Semaphore places) {}

    /** Does not block. */
    void open(String id, boolean wasCreated) {
        Stream next = new Stream(id, wasCreated);
        synchronized (this) {
            if (closed) {
                return;
            }
            stream = next;
        }
        LogContainerCmd command = daemon.streams()
                .logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true);
        (fromBeginning || wasCreated ? command.withTailAll() : command.withTail(0)).exec(next);
    }

    /** The stream ended. Of one that had not begun there is more to come. */
    private void ended(Stream which) {
        synchronized (this) {
            if (closed || which != stream) {
                return;
            }
        }
        if (!which.wasCreated) {
            close();
            return;
        }
        try {
            retry = timer.schedule(this::again, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException atTheEnd) {
            close();
        }
    }

    private void again() {
        try {
            Optional<Containers.Found> found = containers.ours(name);
            if (found.isEmpty()) {
                close();
            } else {
                open(found.get().id(), found.get().state().phase() == Phase.CREATED);
            }
        } catch (RuntimeException e) {
            LOG.debug("What {} writes is not followed any more: {}", name, Causes.text(e));
            close();
        }
    }

    @Override
    public void close() {
        Stream last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = stream;
        }
        places.release();
        Future<?> waiting = retry;
        if (waiting != null) {
            waiting.cancel(false);
        }
        if (last != null) {
            last.end();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** One answer of the daemon. Its thread is the one that the listener is called from. */
    private final class Stream implements ResultCallback<Frame> {
        private final String id;
        private final boolean wasCreated;
        private final Lines out = new Lines(line -> tell(false, line));
        private final Lines error = new Lines(line -> tell(true, line));
        private volatile @Nullable Closeable connection;
        private volatile boolean over;

        Stream(String id, boolean wasCreated) {
            this.id = id;
            this.wasCreated = wasCreated;
        }

        private void tell(boolean standardError, String line) {
            if (!isClosed()) {
                listener.line(standardError, line);
            }
        }

        @Override
        public void onStart(Closeable opened) {
            connection = opened;
            if (isClosed()) {
                end();
            }
        }

        @Override
        public void onNext(Frame frame) {
            if (frame.getPayload() != null) {
                (frame.getStreamType() == StreamType.STDERR ? error : out).add(frame.getPayload());
            }
        }

        @Override
        public void onError(Throwable thrown) {
            if (!isClosed()) {
                LOG.debug("The log of {} ended: {}", id, Causes.text(thrown));
            }
            close();
        }

        @Override
        public void onComplete() {
            close();
        }

        @Override
        public void close() {
            if (over) {
                return;
            }
            over = true;
            out.end();
            error.end();
            ended(this);
        }

        void end() {
            Closeable open = connection;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException | RuntimeException e) {
                    LOG.debug("The stream of a log was closed already.");
                }
            }
        }
    }
}
