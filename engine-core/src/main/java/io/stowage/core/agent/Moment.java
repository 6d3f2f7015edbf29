package io.stowage.core.agent;

import java.time.Duration;
import java.time.Instant;

/**
 * When something is.
 *
 * @param nanos by the monotonic clock, for intervals
 * @param time by the wall clock, for timestamps
 */
record Moment(long nanos, Instant time) {

    /** A reading of the monotonic clock that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    /** The reading of the monotonic clock a while from now. */
    long plus(Duration duration) {
        return nanos + duration.toNanos();
    }

    /** Whether a reading of the monotonic clock has come. */
    boolean reached(long due) {
        return due <= nanos;
    }

    /** How long ago a reading of the monotonic clock was. */
    Duration since(long earlier) {
        return Duration.ofNanos(nanos - earlier);
    }
}
