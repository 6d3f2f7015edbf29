package io.stowage.samples.rollingupdate;

import io.stowage.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page 200 times a second, whether the answers come or not: of those that the endpoint watch names, one after the other. A request
 * that fails is not made again, as that would hide that it failed.
 */
final class Client implements AutoCloseable {

    private static final long PERIOD_NANOS = 1_000_000_000L / 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ExecutorService workers = Executors.newCachedThreadPool();
    /** Written under the lock of this. */
    private volatile List<Endpoint> endpoints = List.of();

    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean ended;
    private @Nullable Thread clock;

    /** Whom to ask from now on. */
    synchronized void follow(List<Endpoint> now) {
        endpoints = now;
        notifyAll();
    }

    /** Waits until so many are to be asked. */
    synchronized void awaitEndpoints(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (endpoints.size() != count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("There are to be " + count + " endpoints, and there are " + endpoints);
            }
            wait(left);
        }
    }

    /** Requests begin, and count for this phase. */
    void begin(Phase phase) {
        ended = false;
        clock = new Thread(() -> tick(phase), "client");
        clock.start();
    }

    private void tick(Phase phase) {
        long due = System.nanoTime();
        while (!ended) {
            workers.execute(new Request(this::next, phase.begun(), due));
            due += PERIOD_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Whose turn it is; null if there is nobody. */
    private @Nullable Endpoint next() {
        List<Endpoint> now = endpoints;
        return now.isEmpty() ? null : now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
    }

    /** Requests pause; those of the phase that are under way are waited for. */
    void end(Phase phase) throws InterruptedException {
        ended = true;
        if (clock != null) {
            clock.join();
        }
        phase.end();
    }

    @Override
    public void close() {
        ended = true;
        workers.shutdown();
    }
}
