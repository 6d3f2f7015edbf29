package io.stowage.core.loop;

import io.stowage.core.agent.Licence;
import io.stowage.core.world.Strand;
import io.stowage.spi.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The lease by which an engine shows that it is there, for one cluster: held while it runs agents and does not lead. Another engine that
 * gets this lease knows that the agents don't act any more.
 *
 * <p>Giving it back may take long. If it is needed again meanwhile, it is taken under another name: what is given back is never what is held by
 * then.
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
    private int taken;

    /** Hears of it. */
    interface Listener {

        /** The lease is new: what was committed by now is to be {@linkplain #known known}. */
        void acquired();

        /** Why the lease could not be had. */
        void trouble(String what);
    }

    Presence(
            String clusterName,
            LoopContext context,
            Strand strand,
            LoopSettings.LeaseSettings settings,
            Listener hearer) {
        this.partition = partition(context.engineId(), clusterName);
        this.context = context;
        this.strand = strand;
        this.settings = settings;
        this.listener = new Leadership.Listener() {
            @Override
            public void acquired(Lease lease) {
                acquiredAtNanos = context.world().monotonicNanos();
                hearer.acquired();
            }

            @Override
            public void lost(String why) {
                hearer.trouble("this engine's agents may not act: " + why);
            }

            @Override
            public void heldByAnother() {
                hearer.trouble(
                        "this engine's agents may not act: it counts as gone, or has not given back its last lease yet");
            }

            @Override
            public void trouble(@Nullable String what) {
                if (what != null) {
                    hearer.trouble(what);
                }
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
            taken++;
            String holder = context.engineId() + "/" + taken;
            Leadership fresh = new Leadership(partition, holder, context, strand, settings, () -> null, listener);
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
