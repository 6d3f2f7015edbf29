package io.stowage.core.loop;

import io.stowage.core.store.Committer;
import io.stowage.core.store.LeaseRounds;
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
 * Takes the partition's lease and keeps it: the first attempt to take it is a call of its own, whatever comes after that is part of the engine's
 * {@linkplain LeaseRounds rounds}.
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
    private final LeaseRounds rounds;
    private final LoopSettings.LeaseSettings settings;
    private final Rider rider;
    private final Listener listener;
    private volatile @Nullable Lease lease;
    private volatile long trustedUntilNanos;
    private volatile boolean closed;
    /** Whether the store may be about to give out the lease. */
    private volatile boolean acquiring;
    /** Whether the rider's question is under way: one that takes long is not asked twice. */
    private boolean asking;
    /** Who hears, once it is closed and nothing that it has asked for can come any more. */
    private Runnable whenOver = () -> {};
    /** How many attempts to take the lease had no known outcome since the last that had one. */
    private int unanswered;

    /**
     * The lease of a partition. Nothing is done before {@link #start}.
     *
     * @param holder under which name it is taken: no other holder's calls that are late mean this one
     * @param rider asks what is to be asked after each renewal
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
        this.rounds = context.rounds().leases();
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
        acquiring = true;
        call(
                () -> port.store().acquire(partition, holder, settings.timeToLive()),
                outcome -> acquired(outcome, sentAt));
    }

    private void acquired(Outcome<Optional<Lease>> outcome, long sentAt) {
        if (closed) {
            tooLate(outcome);
            return;
        }
        acquiring = false;
        if (outcome instanceof Outcome.Success<Optional<Lease>> success && success.value() != null) {
            unanswered = 0;
            listener.trouble(null);
            success.value().ifPresentOrElse(taken -> become(taken, sentAt), this::refused);
        } else {
            unanswered++;
            listener.trouble(Committer.describe("acquire", outcome));
        }
        again();
    }

    /** Nobody wants it any more: kept, it would keep the others out until it expires. */
    private void tooLate(Outcome<Optional<Lease>> outcome) {
        acquiring = false;
        if (outcome instanceof Outcome.Success<Optional<Lease>> success
                && success.value() != null
                && success.value().isPresent()) {
            release(success.value().get(), whenOver);
        } else {
            whenOver.run();
        }
    }

    private void become(Lease taken, long sentAt) {
        // Before the lease: who sees the lease, sees until when it is trusted.
        trustedUntilNanos = sentAt + settings.safety().toNanos();
        lease = taken;
        listener.acquired(taken);
    }

    private void refused() {
        listener.heldByAnother();
    }

    private void answered(Lease asked, Outcome<Boolean> outcome, long sentAt) {
        if (asked.equals(lease)) {
            renewed(asked, outcome, sentAt);
        }
        if (!LeaseRounds.isHeld(outcome)) {
            again();
        }
    }

    private void renewed(Lease held, Outcome<Boolean> outcome, long sentAt) {
        if (!(outcome instanceof Outcome.Success<Boolean> success) || success.value() == null) {
            listener.trouble(Committer.describe("renew", outcome));
            if (!valid()) {
                lose(LAPSED);
            }
            return;
        }
        listener.trouble(null);
        if (success.value()) {
            trustedUntilNanos = sentAt + settings.safety().toNanos();
            ask(held);
        } else {
            lose("another engine holds the lease");
        }
    }

    /** What can't be answered is asked again after the next renewal. */
    private void ask(Lease held) {
        Rider.Question question = asking ? null : rider.next();
        if (question == null) {
            return;
        }
        asking = true;
        call(() -> question.ask(port.store()), outcome -> {
            asking = false;
            if (held.equals(lease) && outcome instanceof Outcome.Success<Runnable> success && success.value() != null) {
                success.value().run();
            }
        });
    }

    /** Gives up the lease in this engine's mind; the store is not asked. */
    void lose(String why) {
        if (lease != null) {
            lease = null;
            listener.lost(why);
        }
    }

    /**
     * An engine whose calls reach the store while the answers are lost would keep the lease from everybody, itself included: now and then it
     * is quiet for so long that what it may hold expires.
     */
    private void again() {
        Lease held = lease;
        if (closed) {
            return;
        }
        if (held == null && unanswered > 0 && unanswered % UNANSWERED_IN_A_ROW == 0) {
            strand.schedule(settings.timeToLive().plus(settings.renewEvery()), this::tryToAcquire);
        } else if (held == null) {
            rounds.join(
                    new LeaseRounds.Acquisition(strand, partition, holder, this::stillWanted, this::acquired),
                    settings.terms());
        } else {
            rounds.join(
                    new LeaseRounds.Renewal(
                            strand,
                            held,
                            () -> !closed && held.equals(lease) && valid(),
                            () -> lapsed(held),
                            (outcome, sentAt) -> answered(held, outcome, sentAt)),
                    settings.terms());
        }
    }

    /** It was given up, or is not trusted any more, before it could be renewed. */
    private void lapsed(Lease asked) {
        if (asked.equals(lease)) {
            lose(LAPSED);
            again();
        } else {
            tryToAcquire();
        }
    }

    /** Asked on the rounds' strand: whichever of this and {@link #close} comes second knows of the first. */
    private boolean stillWanted() {
        acquiring = true;
        if (closed) {
            strand.execute(() -> tooLate(new Outcome.Success<>(Optional.empty())));
            return false;
        }
        return true;
    }

    /**
     * Gives the lease back, also one that is only about to be taken; {@code onReleased} runs when the store has answered, or didn't in time.
     */
    void close(Runnable onReleased) {
        closed = true;
        Lease held = lease;
        lease = null;
        if (held != null) {
            release(held, onReleased);
        } else if (acquiring) {
            Runnable before = whenOver;
            whenOver = () -> {
                before.run();
                onReleased.run();
            };
        } else {
            onReleased.run();
        }
    }

    private void release(Lease held, Runnable onReleased) {
        call(
                () -> {
                    port.store().release(held);
                    return Boolean.TRUE;
                },
                outcome -> onReleased.run());
    }

    /** A call that hangs must not hide that the lease has lapsed. */
    private <T> void call(java.util.concurrent.Callable<T> work, Consumer<Outcome<T>> onOutcome) {
        Duration deadline = settings.terms().deadline();
        strand.call(
                port.lane(),
                deadline.compareTo(port.callDeadline()) < 0 ? deadline : port.callDeadline(),
                work,
                onOutcome);
    }
}
