package io.stowage.core.loop;

import io.stowage.core.agent.Licence;
import io.stowage.core.world.Strand;
import io.stowage.spi.Lease;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lease by which an engine shows that it is there, for one cluster: held while it runs agents and does not lead. Another engine that
 * gets this lease knows that the agents don't act any more.
 *
 * <p>A lease that is new says nothing of what happened before it was taken: it counts from when the engine knows what was committed by
 * then. Belongs to the loop's strand, but for the licence.
 */
final class Presence implements Licence {

    private final String partition;
    private final LoopContext context;
    private final Strand strand;
    private final LoopSettings.LeaseSettings settings;
    private final Leadership.Listener listener;
    private volatile @Nullable Leadership leadership;
    private volatile @Nullable Lease confirmed;
    private long acquiredAtNanos;

    /** @param trouble hears why the lease could not be had; null once it could */
    Presence(
            String clusterName,
            LoopContext context,
            Strand strand,
            LoopSettings.LeaseSettings settings,
            Consumer<@Nullable String> trouble) {
        this.partition = partition(context.engineId(), clusterName);
        this.context = context;
        this.strand = strand;
        this.settings = settings;
        this.listener = new Leadership.Listener() {
            @Override
            public void acquired(Lease lease) {
                acquiredAtNanos = context.world().monotonicNanos();
            }

            @Override
            public void lost(String why) {
                trouble.accept("this engine's agents may not act: " + why);
            }

            @Override
            public void trouble(@Nullable String what) {
                trouble.accept(what);
            }
        };
    }

    /** The partition whose lease shows that an engine is there. */
    static String partition(String engineId, String clusterName) {
        return "engine/" + engineId + "/" + clusterName;
    }

    /** Whether the lease is needed: it is taken and kept, or given back. */
    void needed(boolean isNeeded) {
        Leadership present = leadership;
        if (isNeeded && present == null) {
            Leadership fresh = new Leadership(partition, context, strand, settings, listener);
            leadership = fresh;
            fresh.start();
        } else if (!isNeeded && present != null) {
            close(() -> {});
        }
    }

    /** What was committed up to a moment, by the monotonic clock, is known. */
    void known(long asOfNanos) {
        Leadership present = leadership;
        if (present != null && present.valid() && asOfNanos - acquiredAtNanos >= 0) {
            confirmed = present.lease();
        }
    }

    @Override
    public boolean holds() {
        Leadership present = leadership;
        Lease lease = confirmed;
        return present != null && lease != null && lease.equals(present.lease()) && present.valid();
    }

    /** Gives the lease back; {@code onReleased} runs when the store has answered, or didn't in time. */
    void close(Runnable onReleased) {
        Leadership present = leadership;
        leadership = null;
        confirmed = null;
        if (present == null) {
            onReleased.run();
        } else {
            present.close(onReleased);
        }
    }
}
