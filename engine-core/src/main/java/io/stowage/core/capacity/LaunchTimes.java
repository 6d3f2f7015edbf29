package io.stowage.core.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a launch waits for what. */
final class LaunchTimes {

    /** For how long looks must have found nothing before an attempt without an answer is given up. */
    static final Duration FOUND_NOTHING = Duration.ofMinutes(5);

    /** For how long they must have before a machine that was told to end is believed to be gone. */
    static final Duration GONE = Duration.ofMinutes(15);

    private static final Duration REGISTRATION = Duration.ofMinutes(10);
    private static final Duration FIRST_REPEAT = Duration.ofSeconds(2);
    private static final int MOST_ASKS = 6;

    private LaunchTimes() {}

    static Optional<Instant> dueAt(Launch launch, LaunchTerms terms, PoolPauses pauses) {
        return switch (launch.phase()) {
            case UNSURE -> repeatAt(launch);
            case WAITING -> pauses.opensAt(terms.pools());
            case BOOTING -> Optional.of(launch.since().plus(REGISTRATION));
            case ASKING, REGISTERED, ENDING, FAILED, OVER -> Optional.empty();
        };
    }

    /** Twice as long after each call without an answer; after the sixth there are only looks, which need time to find nothing. */
    private static Optional<Instant> repeatAt(Launch launch) {
        int unknowns = launch.doubt().unknowns();
        return unknowns >= MOST_ASKS
                ? Optional.empty()
                : Optional.of(launch.since().plus(FIRST_REPEAT.multipliedBy(1L << (unknowns - 1))));
    }
}
