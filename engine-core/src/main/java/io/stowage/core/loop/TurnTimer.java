package io.stowage.core.loop;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Wakes the loop when something is due. One timer at a time: the earliest. Belongs to the loop's strand. */
final class TurnTimer {

    private final World world;
    private final Strand strand;
    private final Runnable wake;
    private @Nullable Instant armedFor;
    private @Nullable Cancellable armed;

    TurnTimer(World world, Strand strand, Runnable wake) {
        this.world = world;
        this.strand = strand;
        this.wake = wake;
    }

    void arm(@Nullable Instant at) {
        if (at == null || at.equals(armedFor)) {
            return;
        }
        cancel();
        armedFor = at;
        Duration delay = Duration.between(world.now(), at);
        armed = strand.schedule(delay.isNegative() ? Duration.ZERO : delay, () -> {
            armedFor = null;
            armed = null;
            wake.run();
        });
    }

    void cancel() {
        if (armed != null) {
            armed.cancel();
        }
        armed = null;
        armedFor = null;
    }
}
