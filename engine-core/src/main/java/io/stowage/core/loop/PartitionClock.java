package io.stowage.core.loop;

import io.stowage.core.world.World;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that a partition's decisions are made by: the one place that says what it is.
 *
 * <p>It is a base, which is what the wall clock said when the lease was taken, plus what the monotonic clock has counted since. Where
 * the state that was read knows a later time, because the clock of the engine that led before was ahead, that is the base from then on.
 * So it never goes back and never stands still: a wall clock that is put forward while the lease is held changes nothing until the next one,
 * and one that is put back changes nothing at all. A state that is gone on from may have been judged by a time that nothing was committed at: what
 * has ended by then, such as a task's protection, has ended. Belongs to the loop's strand.
 */
final class PartitionClock {

    private final World world;
    private Instant base;
    private long baseNanos;

    PartitionClock(World world) {
        this.world = world;
        this.base = world.now();
        this.baseNanos = world.monotonicNanos();
    }

    /** The lease was taken. */
    void leaseTaken() {
        goOnFrom(world.now());
    }

    /** A state was read whose latest time is this. */
    void stateRead(Instant latest) {
        goOnFrom(latest);
    }

    private void goOnFrom(Instant latest) {
        if (latest.isAfter(now())) {
            base = latest;
            baseNanos = world.monotonicNanos();
        }
    }

    Instant now() {
        return at(world.monotonicNanos());
    }

    /** The time that it was or will be at a moment of the monotonic clock. */
    Instant at(long nanos) {
        return base.plusNanos(nanos - baseNanos);
    }

    /** How long it is until then; zero if that is past. */
    Duration until(Instant then) {
        Duration left = Duration.between(now(), then);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
