package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.StateReader;
import io.stowage.spi.PartitionSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the state of a cluster from what the store holds of it. */
final class SnapshotReading {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReading.class);

    private final LoopCommon common;

    SnapshotReading(LoopCommon common) {
        this.common = common;
    }

    /** The state of a partition; null if it can't be read, which was told. */
    @Nullable
    ClusterState read(PartitionSnapshot snapshot) {
        LoopSettings settings = common.settings();
        ClusterState state =
                new ClusterState(new Ids(settings.arnPrefix(), common.clusterName()), settings.healthyAfterRunning());
        try {
            new StateReader(state, common.context().reader()).read(snapshot);
            return state;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError unreadable) {
            LOG.error("The records of {} can't be read", common.partition(), unreadable);
            common.trouble("the records can't be read: " + unreadable);
            return null;
        }
    }
}
