package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Kind;
import io.stowage.core.state.StateReader;
import io.stowage.core.store.Committer;
import io.stowage.core.world.Outcome;
import io.stowage.spi.PartitionSnapshot;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state of a cluster from what the store holds of it.
 *
 * <p>Records that can't be relied on are set aside, and the rest makes a state. Not so what the partition remembers of itself: each commit writes it, so
 * that nothing could be committed without writing over it, and what is lost with it (the partition's time, and which containers a store that was
 * put back may not know) is what keeps the engine from doing harm. Without it there is no state, until somebody mends or removes the record.
 *
 * <p>A state is made beside the strand, and on a lane of its own: that may take longer than a lease lasts, and the lease has to be renewed
 * meanwhile. An engine that could not would never come to lead what is too large for it to be read in time.
 */
final class SnapshotReading {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReading.class);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final LoopCommon common;

    SnapshotReading(LoopCommon common) {
        this.common = common;
    }

    /** Makes the state of a partition, and hands it over on the strand; null if it can't be read or must not be led, which was told. */
    void read(PartitionSnapshot snapshot, Consumer<@Nullable ClusterState> then) {
        common.strand().call(common.context().states(), LONGEST, () -> make(snapshot), outcome -> {
            if (outcome instanceof Outcome.Success<ClusterState> success) {
                then.accept(success.value());
            } else {
                common.trouble(Committer.describe("making the state", outcome));
                then.accept(null);
            }
        });
    }

    private @Nullable ClusterState make(PartitionSnapshot snapshot) {
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
