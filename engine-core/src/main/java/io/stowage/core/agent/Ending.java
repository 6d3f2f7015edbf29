package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import java.time.Duration;

/** How far the ending of a container has got: when it was asked to stop, and when it may be killed again. */
final class Ending {

    private static final Duration FIRST_KILL_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_KILL_RETRY = Duration.ofSeconds(30);

    private long askedAt = NEVER;
    private boolean heard;
    private Retry kills = Retry.NONE;

    /** When it was first asked to stop; {@link Moment#NEVER} if it was not. */
    long askedAt() {
        return askedAt;
    }

    boolean asked() {
        return askedAt != NEVER;
    }

    /** Whether the signal to stop is known to have been sent. */
    boolean heard() {
        return heard;
    }

    /** When it may be killed, once more if it has been. */
    long killAt() {
        return kills.notBefore();
    }

    void ask(Moment now) {
        askedAt = Math.min(askedAt, now.nanos());
    }

    void wasHeard() {
        heard = true;
    }

    void kill(Moment now) {
        kills = kills.again(now, FIRST_KILL_RETRY, LONGEST_KILL_RETRY);
    }
}
