package io.stowage.core.capacity;

import io.stowage.core.capacity.Launch.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a launch waits for what. */
final class LaunchTimes {

    /** For how long looks must have found nothing before an attempt without an answer is given up. */
    private static final Duration FOUND_NOTHING = Duration.ofMinutes(5);

    /** For how long they must have before a machine that was told to end is believed to be gone. */
    private static final Duration GONE = Duration.ofMinutes(15);

    /** For how long they must have before a machine that serves is missing: providers remember those that are over for as long. */
    private static final Duration MISSING = Duration.ofHours(1);

    private static final Duration REGISTRATION = Duration.ofMinutes(10);
    private static final Duration FIRST_REPEAT = Duration.ofSeconds(2);
    private static final int MOST_ASKS = 6;

    private static final Duration FIRST_WRONG = Duration.ofMinutes(10);
    private static final Duration LONGEST_WRONG = Duration.ofHours(1);

    private LaunchTimes() {}

    /** For how long nothing is asked for after a request that is wrong: twice as long after each further one. */
    static Duration whileWrong(int before) {
        return Doubling.of(FIRST_WRONG, before, LONGEST_WRONG);
    }

    /** For how long looks must have found nothing before that says something; empty if it never does. */
    static Optional<Duration> enough(Phase phase) {
        return switch (phase) {
            case UNSURE -> Optional.of(FOUND_NOTHING);
            case REGISTERED -> Optional.of(MISSING);
            case ENDING -> Optional.of(GONE);
            case ASKING, WAITING, BOOTING, FAILED, OVER -> Optional.empty();
        };
    }

    /** Whether in this phase there may be a time at which something follows by itself. */
    static boolean waits(Phase phase) {
        return switch (phase) {
            case UNSURE, WAITING, BOOTING -> true;
            case ASKING, REGISTERED, ENDING, FAILED, OVER -> false;
        };
    }

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
