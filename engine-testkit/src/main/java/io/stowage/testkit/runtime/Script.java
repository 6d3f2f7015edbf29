package io.stowage.testkit.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is going to happen to one run of a container.
 *
 * @param readyAfter from its start
 * @param life from its start to its end; null if it does not end by itself
 * @param stopTakes from a stop signal to its end
 * @param flapping half the period of its health, if that flaps
 * @param behaviour what it was drawn from
 */
record Script(
        Duration readyAfter, @Nullable Duration life, Duration stopTakes, Duration flapping, Behaviour behaviour) {

    /** What its health command finds, this long after its start. */
    Finding find(long nanosSinceStart) {
        return switch (behaviour.health()) {
            case HANGING -> Finding.NOTHING;
            case NEVER_HEALTHY -> Finding.UNHEALTHY;
            case SOUND -> nanosSinceStart >= readyAfter.toNanos() ? Finding.HEALTHY : Finding.UNHEALTHY;
            case FLAPPING -> nanosSinceStart / flapping.toNanos() % 2 == 0 ? Finding.HEALTHY : Finding.UNHEALTHY;
        };
    }

    /** What a health command finds. */
    enum Finding {
        HEALTHY,
        UNHEALTHY,
        /** It hangs until its time-out. */
        NOTHING
    }
}
