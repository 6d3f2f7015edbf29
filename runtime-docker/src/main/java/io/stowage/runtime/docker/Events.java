package io.stowage.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.RuntimeSubscription;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's events of our containers: one stream, which is opened again whenever it ends, and when neither an event nor a probe of the
 * daemon came through for {@value #SILENT_SECONDS} s, or when a list showed a change and no event came from then on for {@value #DOUBT_SECONDS} s,
 * though the daemon answers: such a stream is deaf. Events are hints: each opening of a stream counts as a gap, after which nothing that was
 * known before is believed.
 *
 * <p>Thread-safe. Takes one thread of docker-java's, and the timer.
 */
final class Events implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private static final int SILENT_SECONDS = 30;
    private static final int LOOK_SECONDS = 10;
    private static final int DOUBT_SECONDS = 5;
    private static final long SHORTEST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    /** What changes nothing that is reported, and comes with every health check. */
    private static final List<String> NOISE =
            List.of("exec_", "top", "resize", "attach", "detach", "archive", "extract", "export", "commit", "copy");

    private final Daemon daemon;
    private final ScheduledExecutorService timer;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    private final Set<String> changed = new HashSet<>();
    private boolean gap = true;
    private @Nullable Stream stream;
    private long lastHeard = System.nanoTime();
    private long lastEvent = System.nanoTime();
    private @Nullable Future<?> doubt;
    private int failures;
    private boolean started;
    private boolean closed;
    private @Nullable Future<?> looking;
    private @Nullable Future<?> opening;

    Events(Daemon daemon, ScheduledExecutorService timer) {
        this.daemon = daemon;
        this.timer = timer;
    }

    /** Compared by identity, so that one listener may follow twice. */
    private static final class Follower {
        private final ContainerEventListener listener;

        Follower(ContainerEventListener listener) {
            this.listener = listener;
        }
    }

    /** What was heard since the last call. */
    record Heard(boolean gap, Set<String> ids) {

        /** Whether something may have happened to a container that is not known. */
        boolean isOf(String id) {
            return gap || ids.contains(id);
        }
    }

    /** Begins to listen, if it hasn't. Does not block. */
    synchronized void begin() {
        if (!started && !closed) {
            started = true;
            timer.execute(this::open);
            looking = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    RuntimeSubscription follow(ContainerEventListener listener) {
        Follower own = new Follower(listener);
        followers.add(own);
        begin();
        return () -> followers.remove(own);
    }

    /** Gives what was heard, and forgets it. */
    synchronized Heard take() {
        Heard heard = new Heard(gap, Set.copyOf(changed));
        gap = false;
        changed.clear();
        return heard;
    }

    /** What was taken was of no use. */
    synchronized void giveBack(Heard heard) {
        gap |= heard.gap();
        changed.addAll(heard.ids());
    }

    /**
     * A list that was begun at {@code since}, by {@link System#nanoTime}, shows what no event had told. It may be on its way yet. Does not block.
     */
    synchronized void missed(long since) {
        Stream which = stream;
        if (which == null || closed || doubt != null || lastEvent - since > 0) {
            return;
        }
        try {
            doubt = timer.schedule(() -> judge(which, since), DOUBT_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException atTheEnd) {
            LOG.debug("The connection is closed.");
        }
    }

    private void judge(Stream which, long since) {
        synchronized (this) {
            doubt = null;
            if (which != stream || lastEvent - since > 0) {
                return;
            }
        }
        LOG.warn("The Docker daemon's events don't tell what its lists show: they are asked for again.");
        which.end();
    }

    private void open() {
        Stream next = new Stream();
        synchronized (this) {
            if (closed) {
                return;
            }
            stream = next;
            lastHeard = System.nanoTime();
        }
        try {
            daemon.streams()
                    .eventsCmd()
                    .withEventTypeFilter(EventType.CONTAINER)
                    .withLabelFilter(ContainerSpec.SPEC_HASH_LABEL)
                    .exec(next);
        } catch (RuntimeException e) {
            next.onError(e);
        }
    }

    /** By the timer. A probe that gets through says that the daemon lives, and that silence is no event to tell. */
    private void look() {
        try {
            daemon.ask(Verb.HOST, "ping", client -> client.pingCmd().exec());
            synchronized (this) {
                lastHeard = System.nanoTime();
            }
        } catch (RuntimeException unreachable) {
            Stream deaf;
            synchronized (this) {
                boolean silent = System.nanoTime() - lastHeard > TimeUnit.SECONDS.toNanos(SILENT_SECONDS);
                deaf = silent ? stream : null;
            }
            if (deaf != null) {
                LOG.info("The Docker daemon was silent for {} s: its events are asked for again.", SILENT_SECONDS);
                deaf.end();
            }
        }
    }

    private synchronized void opened(Stream which) {
        if (which == stream) {
            // What happened before is not told: even what a list says that is under way now may be older.
            gap = true;
            failures = 0;
            lastHeard = System.nanoTime();
        }
    }

    private synchronized void ended(Stream which) {
        if (which != stream || closed) {
            return;
        }
        stream = null;
        gap = true;
        long pause = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures, 7));
        failures++;
        try {
            opening = timer.schedule(
                    this::open, pause / 2 + ThreadLocalRandom.current().nextLong(pause), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException atTheEnd) {
            LOG.debug("The connection is closed.");
        }
    }

    private void heard(Stream which, Event event) {
        String action = Objects.requireNonNullElse(event.getAction(), "");
        synchronized (this) {
            if (which != stream) {
                return;
            }
            lastHeard = System.nanoTime();
            lastEvent = lastHeard;
            if (NOISE.stream().anyMatch(action::startsWith)) {
                return;
            }
            if (event.getId() != null) {
                changed.add(event.getId());
            } else {
                gap = true;
            }
        }
        EventActor actor = event.getActor();
        String name = actor == null || actor.getAttributes() == null
                ? null
                : actor.getAttributes().get("name");
        if (name != null) {
            followers.forEach(each -> tell(each.listener, name));
        }
    }

    private static void tell(ContainerEventListener listener, String name) {
        try {
            listener.changed(name);
        } catch (RuntimeException e) {
            LOG.warn("A listener for changes of containers failed.", e);
        }
    }

    @Override
    public void close() {
        Stream last;
        synchronized (this) {
            closed = true;
            last = stream;
            stream = null;
            cancel(looking);
            cancel(opening);
            cancel(doubt);
        }
        followers.clear();
        if (last != null) {
            last.end();
        }
    }

    private static void cancel(@Nullable Future<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }

    /** One stream. docker-java tells of its end up to twice, and also when we ended it. */
    private final class Stream implements ResultCallback<Event> {
        private @Nullable Closeable connection;
        private boolean over;

        @Override
        public void onStart(Closeable opened) {
            boolean late;
            synchronized (this) {
                connection = opened;
                late = over;
            }
            if (late) {
                shut(opened);
            } else {
                opened(this);
            }
        }

        @Override
        public void onNext(Event event) {
            heard(this, event);
        }

        @Override
        public void onError(Throwable thrown) {
            LOG.debug("The stream of the Docker daemon's events ended: {}", Causes.text(thrown));
            close();
        }

        @Override
        public void onComplete() {
            close();
        }

        @Override
        public void close() {
            synchronized (this) {
                over = true;
            }
            ended(this);
        }

        void end() {
            Closeable open;
            synchronized (this) {
                over = true;
                open = connection;
            }
            if (open != null) {
                shut(open);
            }
            ended(this);
        }

        private static void shut(Closeable open) {
            try {
                open.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("A stream of events was closed already.");
            }
        }
    }
}
