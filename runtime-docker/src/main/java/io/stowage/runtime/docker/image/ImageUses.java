package io.stowage.runtime.docker.image;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * When each image of a host was last pulled or used by us, by its name. What others have pulled, and we have never used, is not here, and so never
 * removed. Several connections to one host share it.
 *
 * <p>Who pulls waits while one is being removed, and so finds it gone; nobody else waits. Times are {@link System#nanoTime()}. Thread-safe.
 */
public final class ImageUses {

    private final Map<String, Long> last = new HashMap<>();
    private final Lock removal = new ReentrantLock();
    private boolean cycled;
    private long lastCycle;

    /** An image is about to be pulled. May block for as long as the daemon takes to remove one. */
    public void pulling(String image, long now) {
        removal.lock();
        try {
            used(image, now);
        } finally {
            removal.unlock();
        }
    }

    /** An image was pulled, or is that of one of our containers. */
    public synchronized void used(String image, long now) {
        last.merge(image, now, (one, other) -> one - other > 0 ? one : other);
    }

    /** Whether it is time to look for images to remove; true once for all who ask. The first interval begins with the first question. */
    public synchronized boolean isDue(long now, Duration interval) {
        boolean due = cycled && now - lastCycle >= interval.toNanos();
        if (due || !cycled) {
            lastCycle = now;
            cycled = true;
        }
        return due;
    }

    /** Those that have not been used for this long, the longest unused first. */
    public synchronized List<String> unusedFor(Duration age, long now) {
        return last.entrySet().stream()
                .filter(each -> now - each.getValue() >= age.toNanos())
                .sorted(Comparator.<Map.Entry<String, Long>>comparingLong(each -> each.getValue() - now)
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Removes one, unless it was used since; nobody pulls meanwhile. Blocks for as long as that takes.
     *
     * @param attempt says whether it is gone: one that stays counts as used now
     * @return whether it is gone
     */
    public boolean remove(String image, Duration age, long now, BooleanSupplier attempt) {
        removal.lock();
        try {
            boolean gone = isUnused(image, age, now) && attempt.getAsBoolean();
            if (gone) {
                forget(image);
            } else {
                used(image, now);
            }
            return gone;
        } finally {
            removal.unlock();
        }
    }

    private synchronized boolean isUnused(String image, Duration age, long now) {
        Long used = last.get(image);
        return used != null && now - used >= age.toNanos();
    }

    /** It is not on the host any more, or not ours to remove. */
    public synchronized void forget(String image) {
        last.remove(image);
    }
}
