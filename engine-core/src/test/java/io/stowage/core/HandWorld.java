package io.stowage.core;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A world of one thread, whose time moves only when it is waited in. A call takes no time; work that throws {@link NoAnswer} never
 * answers.
 */
public final class HandWorld implements World {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** Who has more to do than this at one instant never lets time go on. */
    private static final int MOST_AT_ONCE = 100_000;

    /** Thrown by work whose outcome stays unknown. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Due(long at, long order, Runnable message, AtomicBoolean cancelled) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long nanos;
    private long order;
    private long ids;
    private int atOnce;
    private Duration step = Duration.ZERO;
    private Predicate<String> broken = name -> false;
    private boolean closed;
    private final Map<String, List<Runnable>> held = new TreeMap<>();

    /** What is called on this lane from now on is not begun, until the lane is {@linkplain #release released}. */
    public void hold(String lane) {
        held.put(lane, new ArrayList<>());
    }

    /** What was called on a lane meanwhile is begun. */
    public void release(String lane) {
        Objects.requireNonNull(held.remove(lane)).forEach(call -> after(Duration.ZERO, call));
    }

    /** Moves time on, and does what is due meanwhile. */
    public void pass(Duration duration) {
        long until = nanos + duration.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= until) {
            next();
        }
        nanos = until;
    }

    /** Does what is due now. */
    public void settle() {
        pass(Duration.ZERO);
    }

    /** The wall clock is put forward, or back if it is negative; the monotonic one is not. */
    public void stepClock(Duration by) {
        step = step.plus(by);
    }

    /** Strands of such a name throw when they are given a message, as no strand should. */
    public void breakStrands(Predicate<String> named) {
        broken = named;
    }

    public boolean isClosed() {
        return closed;
    }

    private void next() {
        Due due = queue.remove();
        atOnce = due.at() > nanos ? 0 : atOnce + 1;
        if (atOnce > MOST_AT_ONCE) {
            throw new AssertionError("more than " + MOST_AT_ONCE + " messages at one instant");
        }
        nanos = Math.max(nanos, due.at());
        if (!closed && !due.cancelled().get()) {
            due.message().run();
        }
    }

    private Cancellable after(Duration delay, Runnable message) {
        AtomicBoolean cancelled = new AtomicBoolean();
        order++;
        queue.add(new Due(nanos + delay.toNanos(), order, message, cancelled));
        return () -> cancelled.set(true);
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos).plus(step);
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    @Override
    public String newId() {
        ids++;
        return String.format("%032x", ids);
    }

    @Override
    public long random(long bound) {
        return Math.floorMod(ids * 31, bound);
    }

    @Override
    public Strand strand(String name) {
        return new HandStrand(name);
    }

    @Override
    public Lane lane(String name, int parallelism) {
        return new Lane() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public <T> T await(CompletableFuture<T> result, Duration timeout)
            throws TimeoutException, InterruptedException, ExecutionException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long until = nanos + timeout.toNanos();
        while (!result.isDone() && !queue.isEmpty() && queue.peek().at() <= until) {
            next();
        }
        if (!result.isDone()) {
            nanos = until;
            throw new TimeoutException();
        }
        return result.get();
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class HandStrand implements Strand {

        private final String name;

        HandStrand(String name) {
            this.name = name;
        }

        @Override
        public void execute(Runnable message) {
            if (broken.test(name)) {
                throw new IllegalStateException("strand " + name + " is broken");
            }
            after(Duration.ZERO, message);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable message) {
            return after(delay, message);
        }

        @Override
        public <T> void call(
                Lane lane,
                Duration deadline,
                Callable<T> work,
                Consumer<Outcome<T>> onOutcome,
                @Nullable Runnable onReturn) {
            Runnable call = () -> {
                try {
                    T value = work.call();
                    after(Duration.ZERO, () -> onOutcome.accept(new Outcome.Success<>(value)));
                } catch (NoAnswer silence) {
                    after(deadline, () -> onOutcome.accept(new Outcome.Unknown<>("no answer in " + deadline)));
                    return;
                } catch (Exception failed) {
                    after(Duration.ZERO, () -> onOutcome.accept(new Outcome.Failure<>(failed)));
                }
                if (onReturn != null) {
                    after(Duration.ZERO, onReturn);
                }
            };
            if (held.containsKey(lane.name())) {
                held.get(lane.name()).add(call);
            } else {
                after(Duration.ZERO, call);
            }
        }
    }
}
