package io.stowage.core.engine;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does something again and again, on a strand of its own, from a period after its start to its end. */
final class Sweeping {

    private static final Duration SOON = Duration.ofMillis(100);

    private final Strand strand;
    private final Duration period;
    private final Runnable sweep;
    private @Nullable Cancellable next;
    private boolean closed;

    /**
     * Begins nothing yet.
     *
     * @param name of the strand
     * @param sweep begun on the strand, which it does not hold up
     */
    Sweeping(World world, String name, Duration period, Runnable sweep) {
        this.strand = world.strand(name);
        this.period = period;
        this.sweep = sweep;
    }

    void start() {
        strand.execute(() -> again(period));
    }

    /** There is something to sweep: does it soon, rather than after the period. */
    void wake() {
        strand.execute(() -> again(SOON));
    }

    void close() {
        strand.execute(() -> {
            closed = true;
            again(period);
        });
    }

    private void again(Duration delay) {
        if (next != null) {
            next.cancel();
        }
        next = closed
                ? null
                : strand.schedule(delay, () -> {
                    again(period);
                    sweep.run();
                });
    }
}
