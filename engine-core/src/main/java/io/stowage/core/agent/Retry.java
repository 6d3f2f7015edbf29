package io.stowage.core.agent;

import java.time.Duration;

/**
 * How often something was tried in vain, and when it may be tried again: twice as long after each time.
 *
 * @param attempts how often it was tried in vain
 * @param notBefore by the monotonic clock
 */
record Retry(int attempts, long notBefore) {

    /** Nothing was tried yet. */
    static final Retry NONE = new Retry(0, Long.MIN_VALUE);

    private static final int DOUBLINGS = 20;

    /** It was tried in vain once more. */
    Retry again(Moment now, Duration first, Duration longest) {
        return new Retry(attempts + 1, now.plus(delay(first, longest)));
    }

    private Duration delay(Duration first, Duration longest) {
        int doublings = Math.min(attempts, DOUBLINGS);
        // Halving what it is compared with never overflows. A duration multiplies itself as a decimal of any length,
        // which is dear.
        boolean isLonger = first.toNanos() > longest.toNanos() >> doublings;
        return isLonger ? longest : Duration.ofNanos(first.toNanos() << doublings);
    }
}
