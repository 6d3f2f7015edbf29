package io.stowage.core.loop;

import io.stowage.core.store.Committer;
import io.stowage.core.store.Rider;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Lease;
import java.time.Duration;
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

        /** Another engine holds the lease: said again at each attempt to take it. */
        void heldByAnother();

        /** The store did not say whether the lease is this engine's, or failed; null once it has said. */
        void trouble(@Nullable String what);
    }

    private static final int UNANSWERED_IN_A_ROW = 5;
    private static final String LAPSED = "the lease could not be renewed in time";

    private final String partition;
    private final String holder;
    private final World world;
    private final Strand strand;
    private final StorePort port;
    private final LoopSettings.LeaseSettings settings;
    private final Rider rider;
    private final Listener listener;
    private volatile @Nullable Lease lease;
    private volatile long trustedUntilNanos;
    private boolean closed;
    /** How many attempts to take the lease had no known outcome since the last that had one. */
    private int unanswered;

    /**
     * The lease of a partition. Nothing is done before {@link #start}.
     *
     * @param holder under which name it is taken: no other holder's calls that are late mean this one
     * @param rider asks what is to be asked along with each renewal
     */
    Leadership(
            String partition,
            String holder,
            LoopContext context,
            Strand strand,
            LoopSettings.LeaseSettings settings,
            Rider rider,
            Listener listener) {
        this.partition = partition;
        this.holder = holder;
        this.world = context.world();
        this.strand = strand;
        this.port = context.store();
        this.settings = settings;
        this.rider = rider;
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
                unanswered = 0;
                listener.trouble(null);
                success.value().ifPresentOrElse(taken -> become(taken, sentAt), this::refused);
            } else {
                unanswered++;
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

    private void refused() {
        if (!closed) {
            listener.heldByAnother();
        }
    }

    private void renew() {
        Lease held = lease;
        if (closed || held == null) {
            tryToAcquire();
            return;
        }
        if (!valid()) {
            lose(LAPSED);
            again();
            return;
        }
        long sentAt = world.monotonicNanos();
        Rider.Question question = rider.next();
        call(() -> renew(held, question), outcome -> {
            if (held.equals(lease)) {
                renewed(outcome, sentAt);
            }
            again();
        });
    }

    /** What a renewal yields: whether the lease is still held, and what the rider has to say. */
    private record Renewal(boolean held, Runnable rider) {}

    private Renewal renew(Lease held, Rider.@Nullable Question question) {
        boolean renewed = port.store().renew(held, settings.timeToLive());
        return new Renewal(
                renewed,
                Rider.ask(
                        renewed ? question : null,
                        port.store(),
                        failed -> listener.trouble("the inbox can't be read: " + failed)));
    }

    private void renewed(Outcome<Renewal> outcome, long sentAt) {
        if (!(outcome instanceof Outcome.Success<Renewal> success) || success.value() == null) {
            listener.trouble(Committer.describe("renew", outcome));
            if (!valid()) {
                lose(LAPSED);
            }
            return;
        }
        listener.trouble(null);
        Renewal renewal = success.value();
        if (renewal.held()) {
            trustedUntilNanos = sentAt + settings.safety().toNanos();
            renewal.rider().run();
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
            strand.schedule(pause(), this::renew);
        }
    }

    /**
     * An engine whose calls reach the store while the answers are lost would keep the lease from everybody, itself included: now and then it
     * is quiet for so long that what it may hold expires.
     */
    private Duration pause() {
        boolean letGo = lease == null && unanswered > 0 && unanswered % UNANSWERED_IN_A_ROW == 0;
        return letGo ? settings.timeToLive().plus(settings.renewEvery()) : settings.renewEvery();
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

    /** A call that hangs must not hide that the lease has lapsed. */
    private <T> void call(java.util.concurrent.Callable<T> work, Consumer<Outcome<T>> onOutcome) {
        Duration deadline = settings.safety().minus(settings.renewEvery());
        strand.call(
                port.lane(),
                deadline.compareTo(port.callDeadline()) < 0 ? deadline : port.callDeadline(),
                work,
                onOutcome);
    }
}
