package io.stowage.samples.ecsjson;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ctrl-C and SIGTERM: they stop the task that runs, and end the program when that is cleaned up. */
final class Ending {

    private static final long LONGEST_SECONDS = 120;

    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Runnable stop;
    private boolean asked;

    private Ending() {}

    static Ending listen() {
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(new Thread(ending::holdUp, "ecs-json-ending"));
        return ending;
    }

    /** From now on this is how to stop what runs; at once if it was asked for before. */
    synchronized void stopBy(Runnable how) {
        stop = how;
        if (asked) {
            how.run();
        }
    }

    /** Whether nothing more is to be begun. */
    synchronized boolean isAsked() {
        return asked;
    }

    /** The program is done. */
    void ended() {
        ended.countDown();
    }

    private void holdUp() {
        if (ended.getCount() == 0) {
            return;
        }
        ask();
        try {
            if (!ended.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("ecs-json: cleaning up takes too long, and is given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ask() {
        asked = true;
        if (stop != null) {
            stop.run();
        }
    }
}
