package io.stowage.runtime.ec2;

import java.time.Duration;

/** Time as calls are paced by it. */
interface Pace {

    /** Time that really goes by. */
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
