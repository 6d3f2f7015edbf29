package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.store.Committer;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Outcome;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of a partition from the store, again and again until it is there or nobody wants it; or goes on from a state that was
 * left, where that is the same. Belongs to the loop's strand, beside which a state is made of what was read.
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
    /** Tells what was asked since it last began from what was asked before. */
    private int beginning;

    /** @param wanted asked before each attempt and before the state is handed over */
    StateLoading(LoopCommon common, BooleanSupplier wanted) {
        this.common = common;
        this.reading = new SnapshotReading(common);
        this.wanted = wanted;
    }

    /** What was led from when the lease was lost; null if it is worth nothing any more. */
    void left(@Nullable LeftState state) {
        left = state;
    }

    /** Begins after a pause: whatever made the last state worthless may not be over yet. */
    void beginLater(Listener listener) {
        common.strand().schedule(PAUSE, () -> begin(listener));
    }

    /** Begins anew. What was asked before, perhaps under a lease that is over, is not listened to any more. */
    void begin(Listener listener) {
        beginning++;
        attempt(beginning, listener);
    }

    private void attempt(int of, Listener listener) {
        if (of != beginning || !wanted.getAsBoolean()) {
            return;
        }
        LeftState from = left;
        if (from == null) {
            ask("read", of, store -> store.read(common.partition()), this::read, listener);
        } else {
            ask("changesAfter", of, store -> from.isCurrent(store, common.partition()), this::compared, listener);
        }
    }

    /** What becomes of an answer. */
    private interface Answered<T> {
        void hear(T answer, int of, Listener listener);
    }

    private <T> void ask(
            String call, int of, Function<StateStore, T> question, Answered<T> answered, Listener listener) {
        StorePort port = common.context().store();
        common.strand().call(port.lane(), port.callDeadline(), () -> question.apply(port.store()), outcome -> {
            if (of != beginning || !wanted.getAsBoolean()) {
                return;
            }
            if (outcome instanceof Outcome.Success<T> success) {
                answered.hear(Objects.requireNonNull(success.value()), of, listener);
            } else {
                common.trouble(Committer.describe(call, outcome));
                attemptLater(of, listener);
            }
        });
    }

    private void attemptLater(int of, Listener listener) {
        common.strand().schedule(PAUSE, () -> attempt(of, listener));
    }

    private void compared(boolean current, int of, Listener listener) {
        LeftState from = Objects.requireNonNull(left);
        left = null;
        if (current) {
            listener.loaded(from.state(), from.revision());
        } else {
            attempt(of, listener);
        }
    }

    private void read(PartitionSnapshot snapshot, int of, Listener listener) {
        reading.read(snapshot, state -> {
            if (of != beginning || !wanted.getAsBoolean()) {
                return;
            }
            if (state == null) {
                attemptLater(of, listener);
            } else {
                listener.loaded(state, snapshot.revision());
            }
        });
    }
}
