package io.stowage.runtime.docker;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the host clean, every {@link #PERIOD}, in one thread of its own: what hangs there keeps nothing else waiting. Twice that is the longest that
 * something left behind stays.
 */
final class CleanUp implements AutoCloseable {

    static final Duration PERIOD = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(CleanUp::thread);
    private final LeftOvers leftOvers;
    private final Images images;
    private final Duration period;

    CleanUp(LeftOvers leftOvers, Images images, Duration period) {
        this.leftOvers = leftOvers;
        this.images = images;
        this.period = period;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stowage-docker-clean-up");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::run, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What fails is tried again next time, and keeps nothing else from going. */
    void run() {
        attempt("What tasks left behind", leftOvers::cleanUp);
        attempt("Images", images::cleanUp);
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.debug("{} on the host could not be looked for: {}", what, Causes.text(e));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
