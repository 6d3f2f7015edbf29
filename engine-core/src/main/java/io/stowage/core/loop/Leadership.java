package io.stowage.core.loop;

import io.stowage.core.store.Committer;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Lease;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the partition's lease and keeps it.
 *
 * <p>The store's clock decides who may hold the lease. How long this engine trusts it, its own monotonic clock decides, counted from
 * before the renewal was sent: a pause of any length between sending and deciding only makes it trust too little. It steps down by
 * itself when that time is over, without asking anybody.
 */
final class Leadership {

    /** What happens to it. */
    interface Listener {
        void acquired(Lease lease);

        void lost(String why);

        /** The store did not say whether the lease is this engine's, or failed; null once it has said. */
        void trouble(@Nullable String what);
    }

    private final String partition;
    private final String holder;
    private final World world;
    private final Strand strand;
    private final StorePort port;
    private final LoopSettings.LeaseSettings settings;
    private final Listener listener;
    private volatile @Nullable Lease lease;
    private volatile long trustedUntilNanos;
    private boolean closed;

    Leadership(
            String partition,
            LoopContext context,
            Strand strand,
            LoopSettings.LeaseSettings settings,
            Listener listener) {
        this.partition = partition;
        this.holder = context.engineId();
        this.world = context.world();
        this.strand = strand;
        this.port = context.store();
        this.settings = settings;
        this.listener = listener;
    }

    void start() {
        tryToAcquire();
    }

    /** Whether the lease is there and still trusted. Thread-safe. */
    boolean valid() {
        return lease != null && world.monotonicNanos() - trustedUntilNanos < 0;
    }

    /** The lease, trusted or not; null if there is none. Thread-safe. */
    @Nullable
    Lease lease() {
        return lease;
    }

    private void tryToAcquire() {
        if (closed || lease != null) {
            return;
        }
        long sentAt = world.monotonicNanos();
        call(() -> port.store().acquire(partition, holder, settings.timeToLive()), outcome -> {
            if (outcome instanceof Outcome.Success<Optional<Lease>> success && success.value() != null) {
                listener.trouble(null);
                success.value().ifPresent(taken -> become(taken, sentAt));
            } else {
                listener.trouble(Committer.describe("acquire", outcome));
            }
            again();
        });
    }

    private void become(Lease taken, long sentAt) {
        if (closed) {
            return;
        }
        // Before the lease: who sees the lease, sees until when it is trusted.
        trustedUntilNanos = sentAt + settings.safety().toNanos();
        lease = taken;
        listener.acquired(taken);
    }

    private void renew() {
        Lease held = lease;
        if (closed || held == null) {
            tryToAcquire();
            return;
        }
        if (!valid()) {
            lose("the lease could not be renewed in time");
            again();
            return;
        }
        long sentAt = world.monotonicNanos();
        call(() -> port.store().renew(held, settings.timeToLive()), outcome -> {
            if (held.equals(lease)) {
                renewed(outcome, sentAt);
            }
            again();
        });
    }

    private void renewed(Outcome<Boolean> outcome, long sentAt) {
        if (!(outcome instanceof Outcome.Success<Boolean> success) || success.value() == null) {
            listener.trouble(Committer.describe("renew", outcome));
            return;
        }
        listener.trouble(null);
        if (success.value()) {
            trustedUntilNanos = sentAt + settings.safety().toNanos();
        } else {
            lose("another engine holds the lease");
        }
    }

    /** Gives up the lease in this engine's mind; the store is not asked. */
    void lose(String why) {
        if (lease != null) {
            lease = null;
            listener.lost(why);
        }
    }

    private void again() {
        if (!closed) {
            strand.schedule(settings.renewEvery(), this::renew);
        }
    }

    /** Gives the lease back; {@code onReleased} runs when the store has answered, or didn't in time. */
    void close(Runnable onReleased) {
        closed = true;
        Lease held = lease;
        lease = null;
        if (held == null) {
            onReleased.run();
            return;
        }
        call(
                () -> {
                    port.store().release(held);
                    return Boolean.TRUE;
                },
                outcome -> onReleased.run());
    }

    private <T> void call(java.util.concurrent.Callable<T> work, Consumer<Outcome<T>> onOutcome) {
        strand.call(port.lane(), port.callDeadline(), work, onOutcome);
    }
}
