package io.stowage.testkit.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is going to happen to one run of a container.
 *
 * @param readyAfter from its start
 * @param life from its start to its end; null if it does not end by itself
 * @param stopTakes from a stop signal to its end
 * @param killTakes from a kill to its end
 * @param flapping half the period of its health, if that flaps
 * @param behaviour what it was drawn from
 */
record Script(
        Duration readyAfter,
        @Nullable Duration life,
        Duration stopTakes,
        Duration killTakes,
        Duration flapping,
        Behaviour behaviour) {

    /** How long it takes an application that fills the disk. */
    private static final Duration TO_FILL_A_DISK = Duration.ofMinutes(3);

    /** What its health command finds, this long after its start. */
    Finding find(long nanosSinceStart) {
        return switch (behaviour.health()) {
            case HANGING -> Finding.NOTHING;
            case NEVER_HEALTHY -> Finding.UNHEALTHY;
            case ONE_FAMILY -> Finding.EITHER;
            case SOUND, NEVER_READY -> nanosSinceStart >= readyAfter.toNanos() ? Finding.HEALTHY : Finding.UNHEALTHY;
            case FLAPPING -> nanosSinceStart / flapping.toNanos() % 2 == 0 ? Finding.HEALTHY : Finding.UNHEALTHY;
        };
    }

    /** Whether the disk is full of its logs, this long after its start. */
    boolean hasFilledDisk(long nanosSinceStart) {
        return behaviour.fillsDisk() && nanosSinceStart >= TO_FILL_A_DISK.toNanos();
    }

    /** What a health command finds. */
    enum Finding {
        HEALTHY,
        UNHEALTHY,
        /** One of the two, now this and now that. */
        EITHER,
        /** It hangs until its time-out. */
        NOTHING
    }
}
