package io.stowage.core.inbox;

import io.stowage.core.world.World;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's time, as well as an engine knows it that doesn't lead: the latest time that it has seen committed and what has passed since, or its own
 * clock's if that is later. Belongs to the loop's strand.
 */
final class ClusterTime {

    private final World world;
    private @Nullable Instant latest;
    private long latestAtNanos;

    ClusterTime(World world) {
        this.world = world;
    }

    /** The cluster's time was this, when something was committed. */
    void seen(Instant committed) {
        if (latest == null || committed.isAfter(latest)) {
            latest = committed;
            latestAtNanos = world.monotonicNanos();
        }
    }

    Instant now() {
        Instant mine = world.now();
        if (latest == null) {
            return mine;
        }
        Instant theirs = latest.plusNanos(world.monotonicNanos() - latestAtNanos);
        return theirs.isAfter(mine) ? theirs : mine;
    }
}
