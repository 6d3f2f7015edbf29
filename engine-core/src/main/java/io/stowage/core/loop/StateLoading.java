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
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of a partition from the store, again and again until it is there or nobody wants it; or goes on from a state that was
 * left, where that is the same. Belongs to the loop's strand.
 */
final class StateLoading {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Hears of the state. */
    interface Listener {
        void loaded(ClusterState state, Revision revision);
    }

    private final LoopCommon common;
    private final SnapshotReading reading;
    private final BooleanSupplier wanted;
    /** What there may be to go on from; null if there is nothing, or it is known not to be what the store has. */
    private @Nullable LeftState left;

    /** @param wanted asked before each attempt and before the state is handed over */
    StateLoading(LoopCommon common, BooleanSupplier wanted) {
        this.common = common;
        this.reading = new SnapshotReading(common);
        this.wanted = wanted;
    }

    /** What was led from when the lease was lost. */
    void left(LeftState state) {
        left = state;
    }

    /** Begins after a pause: whatever made the last state worthless may not be over yet. */
    void beginLater(Listener listener) {
        common.strand().schedule(PAUSE, () -> begin(listener));
    }

    void begin(Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        LeftState from = left;
        if (from == null) {
            read(listener);
        } else {
            compare(from, listener);
        }
    }

    private void read(Listener listener) {
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

    private void compare(LeftState from, Listener listener) {
        StorePort port = common.context().store();
        common.strand()
                .call(
                        port.lane(),
                        port.callDeadline(),
                        () -> from.isCurrent(port.store(), common.partition()),
                        outcome -> {
                            if (outcome instanceof Outcome.Success<Boolean> success) {
                                compared(from, Objects.requireNonNull(success.value()), listener);
                            } else {
                                common.trouble(Committer.describe("changesAfter", outcome));
                                beginLater(listener);
                            }
                        });
    }

    @SuppressWarnings("ReferenceEquality")
    private void compared(LeftState from, boolean current, Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        if (from != left) {
            // It was led from since.
            begin(listener);
            return;
        }
        left = null;
        if (current) {
            listener.loaded(from.state(), from.revision());
        } else {
            read(listener);
        }
    }

    private void loaded(PartitionSnapshot snapshot, Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        ClusterState state = reading.read(snapshot);
        if (state == null) {
            beginLater(listener);
        } else {
            left = null;
            listener.loaded(state, snapshot.revision());
        }
    }
}
