package io.stowage.benchmarks;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A world that measures by the wall's clock how long the loops of clusters take for what is on their strands. Short messages, most of all
 * answers and reports that only wait for the next turn, are not counted: a percentile over them would say nothing of turns.
 */
final class TimedWorld implements World {

    private static final String LOOPS = "cluster/";
    private static final long SHORT_NANOS = 50_000;

    private final World world;
    private final List<Long> nanos = new ArrayList<>();

    TimedWorld(World world) {
        this.world = world;
    }

    /** Forgets what was measured so far. */
    void begin() {
        nanos.clear();
    }

    int count() {
        return nanos.size();
    }

    /** How many milliseconds so many percent of what was measured took at most. */
    double millis(double percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(sorted.size() * percent / 100) - 1) / 1e6;
    }

    private Runnable timed(Runnable message) {
        return () -> {
            long began = System.nanoTime();
            message.run();
            long took = System.nanoTime() - began;
            if (took >= SHORT_NANOS) {
                nanos.add(took);
            }
        };
    }

    @Override
    public Instant now() {
        return world.now();
    }

    @Override
    public long monotonicNanos() {
        return world.monotonicNanos();
    }

    @Override
    public String newId() {
        return world.newId();
    }

    @Override
    public long random(long bound) {
        return world.random(bound);
    }

    @Override
    public Strand strand(String name) {
        Strand strand = world.strand(name);
        return name.startsWith(LOOPS) ? new TimedStrand(strand) : strand;
    }

    @Override
    public Lane lane(String name, int parallelism) {
        return world.lane(name, parallelism);
    }

    @Override
    public Duration mayWait(Duration wanted) {
        return world.mayWait(wanted);
    }

    @Override
    public <T> T await(CompletableFuture<T> result, Duration timeout)
            throws TimeoutException, InterruptedException, ExecutionException {
        return world.await(result, timeout);
    }

    @Override
    public void close() {
        world.close();
    }

    private final class TimedStrand implements Strand {
        private final Strand strand;

        TimedStrand(Strand strand) {
            this.strand = strand;
        }

        @Override
        public void execute(Runnable message) {
            strand.execute(timed(message));
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable message) {
            return strand.schedule(delay, timed(message));
        }

        @Override
        public <T> void call(
                Lane lane,
                Duration deadline,
                Callable<T> work,
                Consumer<Outcome<T>> onOutcome,
                @Nullable Runnable onReturn) {
            strand.call(
                    lane,
                    deadline,
                    work,
                    outcome -> timed(() -> onOutcome.accept(outcome)).run(),
                    onReturn == null ? null : timed(onReturn));
        }
    }
}
