package io.stowage.core.world;

import java.util.concurrent.atomic.AtomicBoolean;

/** A message that runs once, unless it was cancelled before it began: even when it already waits in its strand. */
final class OneShot implements Runnable {

    private final Runnable message;
    private final AtomicBoolean done = new AtomicBoolean();

    OneShot(Runnable message) {
        this.message = message;
    }

    @Override
    public void run() {
        if (done.compareAndSet(false, true)) {
            message.run();
        }
    }

    void cancel() {
        done.set(true);
    }
}
