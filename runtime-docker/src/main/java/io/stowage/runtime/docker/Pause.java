package io.stowage.runtime.docker;

import java.util.concurrent.TimeUnit;

/** Waits a moment before something is tried again. */
final class Pause {

    private Pause() {}

    /**
     * Blocks so long.
     *
     * @param what is interrupted, if the thread is
     * @throws OutcomeUnknownException if it is; it stays interrupted
     */
    static void millis(long millis, String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(what + ": interrupted", e);
        }
    }
}
