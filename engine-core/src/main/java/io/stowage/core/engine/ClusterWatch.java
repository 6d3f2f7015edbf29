package io.stowage.core.engine;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks from time to time whether other engines have created clusters, so that this one follows them and can take them over. */
final class ClusterWatch {

    private static final Duration PERIOD = Duration.ofSeconds(10);
    /** Engines that share a store don't look at the same moment for long. */
    private static final Duration JITTER = Duration.ofSeconds(1);

    private final World world;
    private final ClusterDirectory clusters;
    private final Strand strand;
    private @Nullable Cancellable next;
    private boolean closed;

    ClusterWatch(World world, ClusterDirectory clusters) {
        this.world = world;
        this.clusters = clusters;
        this.strand = world.strand("cluster-watch");
    }

    void start() {
        strand.execute(this::look);
    }

    private void look() {
        if (!closed) {
            clusters.look();
            next = strand.schedule(PERIOD.plusNanos(world.random(JITTER.toNanos())), this::look);
        }
    }

    void close() {
        strand.execute(() -> {
            closed = true;
            if (next != null) {
                next.cancel();
            }
        });
    }
}
