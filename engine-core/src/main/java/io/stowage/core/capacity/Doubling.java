package io.stowage.core.capacity;

import java.time.Duration;

/** How long something is left alone that keeps going wrong. */
final class Doubling {

    private Doubling() {}

    /** The first length, doubled so many times, and at most the longest. */
    static Duration of(Duration first, int times, Duration longest) {
        Duration length = first;
        for (int i = 0; i < times && length.compareTo(longest) < 0; i++) {
            length = length.multipliedBy(2);
        }
        return length.compareTo(longest) < 0 ? length : longest;
    }
}
