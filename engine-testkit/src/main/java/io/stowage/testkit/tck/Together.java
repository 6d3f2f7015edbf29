package io.stowage.testkit.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Things done by several threads at once, and waits that have an end. */
final class Together {

    private static final long POLL_NANOS = 2_000_000;

    private Together() {}

    /** Does all of it at once, one thread each, and gives the results in order; fails if that takes longer than {@code patience}. */
    static <T> List<T> all(Duration patience, List<? extends Callable<T>> work) throws Exception {
        ExecutorService threads = daemons(work.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> one : work) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            start.countDown();
            long end = System.nanoTime() + patience.toNanos();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future, Duration.ofNanos(end - System.nanoTime()), patience));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Does it on another thread; fails if that takes longer than {@code patience}. */
    static <T> T within(Duration patience, Callable<T> work) throws Exception {
        return all(patience, List.of(work)).get(0);
    }

    private static <T> T result(Future<T> future, Duration left, Duration patience) throws Exception {
        try {
            return future.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + patience, late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw new AssertionError(failed.getCause());
        }
    }

    /** Whether it comes true within {@code atMost}. */
    static boolean comesTrue(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Lets real time go by: for a plugin whose clock can't be moved. */
    static void wait(Duration time) {
        long begun = System.nanoTime();
        comesTrue(time, () -> System.nanoTime() - begun >= time.toNanos());
    }

    private static ExecutorService daemons(int count) {
        // A plugin that never answers must not keep the tests from ending.
        return Executors.newFixedThreadPool(Math.max(1, count), work -> {
            Thread thread = new Thread(work, "tck");
            thread.setDaemon(true);
            return thread;
        });
    }
}
