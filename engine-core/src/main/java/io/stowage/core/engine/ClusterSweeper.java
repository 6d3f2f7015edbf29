package io.stowage.core.engine;

import io.stowage.core.registry.ForgetInactiveClusters;
import io.stowage.core.registry.Registry;
import io.stowage.core.world.World;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the entries of clusters forgotten that have been INACTIVE long enough. Their partitions stay in the store, INACTIVE. */
final class ClusterSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSweeper.class);
    private static final Duration PERIOD = Duration.ofMinutes(5);

    private final Registry registry;
    private final Duration kept;
    private final Sweeping sweeping;

    ClusterSweeper(World world, Registry registry, Duration kept) {
        this.registry = registry;
        this.kept = kept;
        this.sweeping = new Sweeping(world, "cluster-sweeper", PERIOD, this::sweep);
    }

    void start() {
        sweeping.start();
    }

    void close() {
        sweeping.close();
    }

    private void sweep() {
        registry.submit(new ForgetInactiveClusters(kept)).exceptionally(failed -> {
            LOG.debug("Deleted clusters were not swept; that is tried again", failed);
            return List.of();
        });
    }
}
