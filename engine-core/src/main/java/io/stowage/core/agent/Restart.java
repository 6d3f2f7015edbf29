package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import java.time.Duration;

/** The way of a container from a run that has ended to the next one. */
final class Restart {

    /** How long the last run stays until it is committed that there is to be another one. */
    private static final Duration WAIT_FOR_COMMIT = Duration.ofSeconds(5);

    private static final long ALWAYS = Long.MIN_VALUE;

    private boolean underWay;
    private long roomAt = NEVER;

    /** Whether the next run was decided on and has not begun. */
    boolean underWay() {
        return underWay;
    }

    /**
     * From when on the last run may be removed to make room for the next one: once it is committed that there is to be one, so that an engine
     * that comes later knows why it is gone; or after a while, should nobody commit anything.
     */
    long roomAt() {
        return roomAt;
    }

    void begin(Moment now) {
        underWay = true;
        roomAt = now.plus(WAIT_FOR_COMMIT);
    }

    /** It is committed that there is to be a next run. Returns whether that was waited for. */
    boolean committed() {
        boolean awaited = underWay && roomAt != ALWAYS;
        roomAt = awaited ? ALWAYS : roomAt;
        return awaited;
    }

    /** The next run has begun, or there is to be none. */
    void end() {
        underWay = false;
    }
}
