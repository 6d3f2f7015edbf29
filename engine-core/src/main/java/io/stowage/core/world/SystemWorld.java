package io.stowage.core.world;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world of production, and the single place in the engine that touches wall time, {@code nanoTime}, threads and secure
 * randomness.
 *
 * <p>Strands share a small pool of threads: messages never block, so as many threads as cores do. One more thread keeps the timers
 * and does nothing but hand due messages to their strands. Work that may block runs on lanes: on the host application's executor
 * if it gave one, else on threads that lanes don't share. Those are virtual where the JVM runs them without pinning, else platform
 * threads made on demand that die when idle. All threads are daemons.
 */
public final class SystemWorld implements World {

    private static final Logger LOGGER = LoggerFactory.getLogger(SystemWorld.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final long IDLE_SECONDS = 10;

    private final String engineName;
    private final SystemLaneThreads laneThreads;
    private final SystemThreads strandThreadFactory;
    private final ThreadPoolExecutor strandThreads;
    private final ScheduledThreadPoolExecutor timer;
    private final Queue<SystemLane> lanes = new ConcurrentLinkedQueue<>();
    private final SystemEntropy entropy = new SystemEntropy();
    private volatile boolean closed;

    private SystemWorld(String engineName, @Nullable Executor laneExecutor) {
        this.engineName = engineName;
        this.laneThreads = SystemLaneThreads.of(laneExecutor, prefix());
        this.strandThreadFactory = new SystemThreads(prefix() + "strand-");
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.strandThreads = new ThreadPoolExecutor(
                cores, cores, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), strandThreadFactory);
        strandThreads.allowCoreThreadTimeOut(true);
        this.timer = timer(new SystemThreads(prefix() + "timer-"));
    }

    /**
     * A world with threads of its own.
     *
     * @param engineName appears in the names of the threads
     */
    public static SystemWorld create(String engineName) {
        return new SystemWorld(engineName, null);
    }

    /**
     * A world whose lanes run on the host application's executor. It must be able to run as much at once as all lanes together,
     * or a lane that hangs delays the others.
     */
    public static SystemWorld create(String engineName, Executor laneExecutor) {
        return new SystemWorld(engineName, laneExecutor);
    }

    /** To the millisecond: a wall clock is no more exact than that. */
    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public String newId() {
        return entropy.newId();
    }

    @Override
    public long random(long bound) {
        return entropy.random(bound);
    }

    @Override
    public Strand strand(String name) {
        return new SystemStrand(name, this);
    }

    @Override
    public Lane lane(String name, int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException(
                    "parallelism of lane " + name + " is " + parallelism + ", but must be at least 1.");
        }
        // Lanes come and go with container instances.
        lanes.removeIf(SystemLane::isClosed);
        SystemLane lane = laneThreads.lane(name, parallelism);
        lanes.add(lane);
        return lane;
    }

    @Override
    public Duration mayWait(Duration wanted) {
        return wanted;
    }

    @Override
    public <T> T await(CompletableFuture<T> result, Duration timeout)
            throws TimeoutException, InterruptedException, ExecutionException {
        return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Ends the timers and the strands, and waits at most five seconds for the messages that are being handled. What runs on a lane is
     * left to itself: its outcome is dropped.
     */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        strandThreads.shutdown();
        lanes.forEach(Lane::close);
        // A strand that closes its own world can't wait for itself.
        if (!strandThreadFactory.made(Thread.currentThread())) {
            awaitStrands();
        }
    }

    private void awaitStrands() {
        try {
            if (!strandThreads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                strandThreads.shutdownNow();
                if (!strandThreads.awaitTermination(500, TimeUnit.MILLISECONDS)) {
                    LOGGER.warn("A message of engine {} is still being handled after {}", engineName, PATIENCE);
                }
            }
        } catch (InterruptedException interrupted) {
            strandThreads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Runs a strand's turn on one of the shared threads; does nothing once the world is closed. */
    void runTurn(Runnable turn) {
        try {
            strandThreads.execute(turn);
        } catch (RejectedExecutionException afterClose) {
            requireClosed(afterClose);
        }
    }

    /** Runs something short on the timer's thread after a delay; does nothing once the world is closed. */
    Cancellable after(Duration delay, Runnable handOver) {
        try {
            var future = timer.schedule(handOver, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException afterClose) {
            requireClosed(afterClose);
            return () -> {};
        }
    }

    private void requireClosed(RuntimeException exception) {
        if (!closed) {
            throw exception;
        }
    }

    private String prefix() {
        return "stowage-" + engineName + "-";
    }

    private static ScheduledThreadPoolExecutor timer(ThreadFactory threads) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        // Most timers are deadlines that are cancelled: without this each would stay until it is due.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
