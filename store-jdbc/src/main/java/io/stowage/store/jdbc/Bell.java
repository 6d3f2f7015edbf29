package io.stowage.store.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those that wait, between two looks at the database, for something to change. What this store has committed itself rings at once. A ring
 * says that it is worth looking, and no more: whoever misses one looks a while later.
 */
final class Bell {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long rings;

    /** To be asked before one looks: whatever rings after that is news. */
    long rings() {
        lock.lock();
        try {
            return rings;
        } finally {
            lock.unlock();
        }
    }

    void ring() {
        lock.lock();
        try {
            rings++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has rung since, but no longer than that. An interrupted caller goes on at once, and stays interrupted. */
    void await(long heard, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (rings == heard && left > 0) {
                left = rung.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
