package io.stowage.runtime.docker.image;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When each image of a host was last pulled or used by us, by its name. What others have pulled, and we have never used, is not here, and so never
 * removed. Several connections to one host share it.
 *
 * <p>An image that is removed is held meanwhile: who pulls it waits, and finds it gone. Times are {@link System#nanoTime()}. Thread-safe.
 */
public final class ImageUses {

    private final Map<String, Long> last = new HashMap<>();
    private boolean cycled;
    private long lastCycle;

    /** An image is about to be pulled, was pulled, or is that of one of our containers. May wait for one that is being removed. */
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

    /** Removes one, unless it was used since; nobody begins to use it meanwhile. It is forgotten if that came off. */
    public synchronized void remove(String image, Duration age, long now, Runnable removal) {
        Long used = last.get(image);
        if (used != null && now - used >= age.toNanos()) {
            removal.run();
            last.remove(image);
        }
    }

    /** It is not on the host any more. */
    public synchronized void forget(String image) {
        last.remove(image);
    }
}
