package io.stowage.core.agent;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A world that stands still until it is moved on by hand. A call takes no time, unless its work throws {@link Silence}. */
final class ManualWorld implements World {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long nanos;
    private long order;

    /** Thrown by the work of a call that never answers. */
    static final class Silence extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Due(long at, long order, Runnable message, AtomicBoolean cancelled) {}

    /** Moves time on, and does what is due meanwhile. */
    void pass(Duration duration) {
        long until = nanos + duration.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= until) {
            Due due = queue.remove();
            nanos = Math.max(nanos, due.at());
            if (!due.cancelled().get()) {
                due.message().run();
            }
        }
        nanos = until;
    }

    /** Does what is due now. */
    void settle() {
        pass(Duration.ZERO);
    }

    private Cancellable after(Duration delay, Runnable message) {
        AtomicBoolean cancelled = new AtomicBoolean();
        order++;
        queue.add(new Due(nanos + delay.toNanos(), order, message, cancelled));
        return () -> cancelled.set(true);
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    @Override
    public String newId() {
        throw new UnsupportedOperationException("an agent makes no ids");
    }

    @Override
    public long random(long bound) {
        throw new UnsupportedOperationException("an agent leaves nothing to chance");
    }

    @Override
    public Strand strand(String name) {
        return new Strand() {
            @Override
            public void execute(Runnable message) {
                after(Duration.ZERO, message);
            }

            @Override
            public Cancellable schedule(Duration delay, Runnable message) {
                return after(delay, message);
            }

            @Override
            public <T> void call(Lane lane, Duration deadline, Callable<T> work, Consumer<Outcome<T>> onOutcome) {
                after(Duration.ZERO, () -> work(deadline, work, onOutcome));
            }
        };
    }

    private <T> void work(Duration deadline, Callable<T> work, Consumer<Outcome<T>> onOutcome) {
        try {
            Outcome<T> success = new Outcome.Success<>(work.call());
            after(Duration.ZERO, () -> onOutcome.accept(success));
        } catch (Silence silence) {
            after(deadline, () -> onOutcome.accept(new Outcome.Unknown<>("no answer in " + deadline)));
        } catch (Exception e) {
            after(Duration.ZERO, () -> onOutcome.accept(new Outcome.Failure<>(e)));
        }
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
    public <T> T await(CompletableFuture<T> result, Duration timeout) {
        throw new UnsupportedOperationException("an agent waits for nothing");
    }

    @Override
    public void close() {}
}
