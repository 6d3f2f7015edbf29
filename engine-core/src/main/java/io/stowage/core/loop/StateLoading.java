package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.store.Committer;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Outcome;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Reads the state of a partition from the store, again and again until it is there or nobody wants it. Belongs to the loop's strand. */
final class StateLoading {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Hears of the state. */
    interface Listener {
        void loaded(ClusterState state, Revision revision);
    }

    private final LoopCommon common;
    private final SnapshotReading reading;
    private final BooleanSupplier wanted;

    /** @param wanted asked before each attempt and before the state is handed over */
    StateLoading(LoopCommon common, BooleanSupplier wanted) {
        this.common = common;
        this.reading = new SnapshotReading(common);
        this.wanted = wanted;
    }

    /** Begins after a pause: whatever made the last state worthless may not be over yet. */
    void beginLater(Listener listener) {
        common.strand().schedule(PAUSE, () -> begin(listener));
    }

    void begin(Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        StorePort port = common.context().store();
        common.strand()
                .call(port.lane(), port.callDeadline(), () -> port.store().read(common.partition()), outcome -> {
                    if (outcome instanceof Outcome.Success<PartitionSnapshot> success) {
                        loaded(Objects.requireNonNull(success.value()), listener);
                    } else {
                        common.trouble(Committer.describe("read", outcome));
                        beginLater(listener);
                    }
                });
    }

    private void loaded(PartitionSnapshot snapshot, Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        ClusterState state = reading.read(snapshot);
        if (state == null) {
            beginLater(listener);
        } else {
            listener.loaded(state, snapshot.revision());
        }
    }
}
