package io.stowage.store.memory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Wakes those that wait for a change of any of several partitions. Who tells of one pays next to nothing while nobody waits. */
final class News {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Something has changed: to be called after it has. */
    void tell() {
        if (waiting.get() == 0) {
            return;
        }
        lock.lock();
        try {
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is found, once something is or the wait is over. Waits by real time; an interrupted caller gets what there is. */
    <K, V> Map<K, V> await(Supplier<Map<K, V>> look, Duration wait) {
        Map<K, V> found = look.get();
        if (!found.isEmpty() || wait.isZero()) {
            return found;
        }
        lock.lock();
        try {
            // Counted before the look: who tells after it finds somebody waiting.
            waiting.incrementAndGet();
            long remaining = wait.toNanos();
            for (found = look.get(); found.isEmpty() && remaining > 0; found = look.get()) {
                remaining = told.awaitNanos(remaining);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
        return found;
    }
}
