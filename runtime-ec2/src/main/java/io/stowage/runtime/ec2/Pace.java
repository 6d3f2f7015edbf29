package io.stowage.runtime.ec2;

import java.time.Duration;

/** Time as calls are paced by it. */
interface Pace {

    /** The clock on the wall, or rather beside it: it only grows. */
    Pace REAL = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis() + 1);
        }
    };

    long nanos();

    void pause(Duration duration) throws InterruptedException;
}
