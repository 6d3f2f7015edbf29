package io.stowage.core.follow;

import java.time.Duration;

/**
 * How long until the next look at something that tells nobody when it changes. The longer nothing has come, the longer the pause: looks are
 * dense where something is going on, and few where nothing is. What comes is found after a quarter of the silence before it, and
 * a silence of any length costs a few looks.
 */
public final class Pace {

    private static final int PART_OF_SILENCE = 4;

    private final Duration shortest;
    private final Duration longest;

    public Pace(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** The pause after a silence. */
    public Duration after(Duration silence) {
        Duration pause = Duration.ofNanos(silence.toNanos() / PART_OF_SILENCE);
        if (pause.compareTo(shortest) < 0) {
            return shortest;
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** The longest pause. */
    public Duration longest() {
        return longest;
    }
}
