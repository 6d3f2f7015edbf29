package io.stowage.core.loop;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Strand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Wakes the loop when something is due. One timer at a time: the earliest. Belongs to the loop's strand. */
final class TurnTimer {

    private final PartitionClock clock;
    private final Strand strand;
    private final Runnable wake;
    private @Nullable Instant armedFor;
    private @Nullable Cancellable armed;

    TurnTimer(PartitionClock clock, Strand strand, Runnable wake) {
        this.clock = clock;
        this.strand = strand;
        this.wake = wake;
    }

    void arm(@Nullable Instant at) {
        if (at == null || at.equals(armedFor)) {
            return;
        }
        cancel();
        armedFor = at;
        armed = strand.schedule(clock.until(at), () -> {
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
