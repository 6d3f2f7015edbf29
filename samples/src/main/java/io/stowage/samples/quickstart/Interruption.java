package io.stowage.samples.quickstart;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM. They end the JVM; a shutdown hook holds that up until the main thread, which it interrupts, has cleaned up. A
 * main thread that already cleans up is left to it.
 */
final class Interruption {

    private static final long LONGEST_CLEANUP_SECONDS = 60;

    private final Thread main = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Leftovers leftovers;
    private boolean happened;
    private boolean cleaning;

    private Interruption() {}

    /** From now on this thread, the main one, is interrupted by what would end the JVM. */
    static Interruption listen() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::holdUp, "quickstart-interruption"));
        return interruption;
    }

    /** What to kill if cleaning up takes too long. */
    void lastResort(Leftovers all) {
        leftovers = all;
    }

    synchronized boolean happened() {
        return happened;
    }

    /** The main thread can't be interrupted from now on. Whether it was before. */
    synchronized boolean beginCleanup() {
        cleaning = true;
        return Thread.interrupted() || happened;
    }

    /** The main thread is done. */
    void ended() {
        ended.countDown();
    }

    private void holdUp() {
        if (ended.getCount() == 0) {
            return;
        }
        interruptMain();
        try {
            if (!ended.await(LONGEST_CLEANUP_SECONDS, TimeUnit.SECONDS)) {
                killAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killAll() {
        Leftovers all = leftovers;
        if (all != null) {
            all.processes().forEach(ProcessHandle::destroyForcibly);
            System.err.println("Cleaning up took too long: the processes of this run were killed.");
        }
    }

    private synchronized void interruptMain() {
        happened = true;
        if (!cleaning) {
            main.interrupt();
        }
    }
}
