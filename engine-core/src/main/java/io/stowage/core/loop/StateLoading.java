package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.StateReader;
import io.stowage.core.store.Committer;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.spi.PartitionSnapshot;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the state of a partition from the store, again and again until it is there or nobody wants it. Belongs to the loop's strand. */
final class StateLoading {

    private static final Logger LOG = LoggerFactory.getLogger(StateLoading.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Hears of the state. */
    interface Listener {
        void loaded(ClusterState state, long revision);
    }

    private final String clusterName;
    private final String partition;
    private final LoopContext context;
    private final LoopSettings settings;
    private final Strand strand;
    private final BooleanSupplier wanted;
    private final Consumer<String> trouble;

    /**
     * @param wanted asked before each attempt and before the state is handed over
     * @param trouble hears why an attempt came to nothing
     */
    StateLoading(
            String clusterName,
            LoopContext context,
            LoopSettings settings,
            Strand strand,
            BooleanSupplier wanted,
            Consumer<String> trouble) {
        this.clusterName = clusterName;
        this.partition = "cluster/" + clusterName;
        this.context = context;
        this.settings = settings;
        this.strand = strand;
        this.wanted = wanted;
        this.trouble = trouble;
    }

    /** Begins after a pause: whatever made the last state worthless may not be over yet. */
    void beginLater(Listener listener) {
        strand.schedule(PAUSE, () -> begin(listener));
    }

    void begin(Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        strand.call(
                context.store().lane(),
                context.store().callDeadline(),
                () -> context.store().store().read(partition),
                outcome -> {
                    if (outcome instanceof Outcome.Success<PartitionSnapshot> success) {
                        loaded(Objects.requireNonNull(success.value()), listener);
                    } else {
                        trouble.accept(Committer.describe("read", outcome));
                        beginLater(listener);
                    }
                });
    }

    private void loaded(PartitionSnapshot snapshot, Listener listener) {
        if (!wanted.getAsBoolean()) {
            return;
        }
        ClusterState state = read(snapshot);
        if (state == null) {
            beginLater(listener);
        } else {
            listener.loaded(state, snapshot.revision());
        }
    }

    /** The state of a partition; null if it can't be read, which was told. */
    @Nullable
    ClusterState read(PartitionSnapshot snapshot) {
        ClusterState state =
                new ClusterState(new Ids(settings.arnPrefix(), clusterName), settings.healthyAfterRunning());
        try {
            new StateReader(state, context.reader()).read(snapshot);
            return state;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError unreadable) {
            LOG.error("The records of {} can't be read", partition, unreadable);
            trouble.accept("the records can't be read: " + unreadable);
            return null;
        }
    }
}
