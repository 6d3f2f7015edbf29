package io.stowage.core.store;

import java.time.Duration;

/** How long to wait before the n-th attempt at something that did not answer: 100 ms, doubling, at most 5 s. */
final class Retry {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final int DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Retry() {}

    static Duration delay(int attempt) {
        Duration delay = FIRST.multipliedBy(1L << Math.min(attempt, DOUBLINGS));
        return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    }
}
