package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Kind;
import io.stowage.core.state.StateReader;
import io.stowage.spi.PartitionSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state of a cluster from what the store holds of it.
 *
 * <p>Records that can't be relied on are set aside, and the rest makes a state. Not so what the partition remembers of itself: each commit writes it, so
 * that nothing could be committed without writing over it, and what is lost with it (the partition's time, and which containers a store that was
 * put back may not know) is what keeps the engine from doing harm. Without it there is no state, until somebody mends or removes the record.
 */
final class SnapshotReading {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReading.class);

    private final LoopCommon common;

    SnapshotReading(LoopCommon common) {
        this.common = common;
    }

    /** The state of a partition; null if it can't be read or must not be led, which was told. */
    @Nullable
    ClusterState read(PartitionSnapshot snapshot) {
        LoopSettings settings = common.settings();
        ClusterState state =
                new ClusterState(new Ids(settings.arnPrefix(), common.clusterName()), settings.healthyAfterRunning());
        try {
            new StateReader(state, common.context().reader()).read(snapshot);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError unreadable) {
            LOG.error("The records of {} can't be read", common.partition(), unreadable);
            common.trouble("the records can't be read: " + unreadable);
            return null;
        }
        if (state.quarantine().holds(Kind.META, Kind.META.storedName())) {
            common.trouble(
                    "the partition is neither led nor followed, and what runs is left alone, until the record that it remembers"
                            + " itself by is mended, or removed to be made anew. " + state.quarantine());
            return null;
        }
        return state;
    }
}
