package io.stowage.core.world;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Everything outside the engine that it does not decide: time, randomness, ids, concurrency. Thread-safe. */
public interface World extends AutoCloseable {

    /** The wall clock. It may step in either direction: for timestamps, never for intervals. */
    Instant now();

    /** Nanoseconds that only grow, from an arbitrary origin: for intervals within this engine. */
    long monotonicNanos();

    /** A fresh id: 32 lower-case hexadecimal digits, never given out before by any engine. */
    String newId();

    /** A random number from 0 (inclusive) to {@code bound} (exclusive), for jitter and for the {@code random} strategy. */
    long random(long bound);

    /** A new serial actor. The name is for threads and traces. */
    Strand strand(String name);

    /**
     * A place where blocking work runs, at most {@code parallelism} at once; more waits in order.
     *
     * <p>In the system world a lane's work runs on threads of the lane; lanes don't share threads, so that one that hangs blocks
     * nobody else.
     */
    Lane lane(String name, int parallelism);

    /**
     * How long a call on a lane may really wait for something to happen: not at all, where time is not that of the wall; whoever calls asks again
     * then.
     */
    default Duration mayWait(Duration wanted) {
        return Duration.ZERO;
    }

    /**
     * Waits for a result on behalf of a caller from outside the engine. Never called from a strand. The virtual world moves time
     * on meanwhile.
     *
     * @throws TimeoutException if the result is not there in time
     * @throws InterruptedException if the caller is interrupted
     * @throws java.util.concurrent.ExecutionException if the result is a failure
     */
    <T> T await(CompletableFuture<T> result, Duration timeout)
            throws TimeoutException, InterruptedException, java.util.concurrent.ExecutionException;

    /** Ends everything that runs in this world, within a bound. Nothing runs on a strand after it. Idempotent. */
    @Override
    void close();
}
