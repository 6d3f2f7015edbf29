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
import java.util.function.Supplier;
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
    private final Supplier<@Nullable LeftState> left;

    /**
     * @param wanted asked before each attempt and before the state is handed over
     * @param left what there may be to go on from, asked at each attempt: a state that was led from since is another one; null if nothing
     */
    StateLoading(LoopCommon common, BooleanSupplier wanted, Supplier<@Nullable LeftState> left) {
        this.common = common;
        this.reading = new SnapshotReading(common);
        this.wanted = wanted;
        this.left = left;
    }

    /** Begins after a pause: whatever made the last state worthless may not be over yet. */
    void beginLater(Listener listener) {
        common.strand().schedule(PAUSE, () -> begin(listener));
    }

    void begin(Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        LeftState from = left.get();
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
        if (current && from == left.get()) {
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
            listener.loaded(state, snapshot.revision());
        }
    }
}
