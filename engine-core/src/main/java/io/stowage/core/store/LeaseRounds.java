package io.stowage.core.store;

import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Lease;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Renews leases, and tries to take others, with one question to the store for all that are renewed and one for all that are tried: what an
 * engine that has nothing to do costs does not depend on how many leases it holds.
 *
 * <p>Who joins is part of the next round, which begins one renewal's pause after the first has joined. A renewal is part of each from then on, as
 * long as the lease is held; who tries to take a lease joins again after each answer, and so comes to keep step. What isn't meant any more when a
 * round begins is left out. The time that a lease is trusted counts from when the round's question was sent. One that the store says nothing good
 * of is asked about once more, by itself: a store may leave out what it could not find out along with the rest.
 *
 * <p>Thread-safe.
 */
public final class LeaseRounds {

    /** How often there is a round, and how long one may take. */
    public record Terms(Duration every, Duration timeToLive, Duration deadline) {}

    /** Hears on its strand how its part of the round ended. */
    public interface Answer<T> {
        void hear(Outcome<T> outcome, long sentAtNanos);
    }

    /**
     * A lease to renew, until it is not held any more.
     *
     * @param meant whether it is still to be renewed when a round begins. Thread-safe
     * @param leftOut hears that it was not, and ends there
     * @param answer hears in each round whether the lease is still held; it ends with any other answer than that it is
     */
    public record Renewal(
            Strand strand, Lease lease, BooleanSupplier meant, Runnable leftOut, Answer<Boolean> answer) {}

    /**
     * A lease to take.
     *
     * @param meant whether it is still to be taken when the round begins. Thread-safe
     */
    public record Acquisition(
            Strand strand, String partition, String holder, BooleanSupplier meant, Answer<Optional<Lease>> answer) {}

    private final World world;
    private final StorePort port;
    private final Strand strand;
    private List<Renewal> renewals = new ArrayList<>();
    private List<Acquisition> acquisitions = new ArrayList<>();
    private boolean ahead;

    LeaseRounds(World world, StorePort port) {
        this.world = world;
        this.port = port;
        this.strand = world.strand("leases");
    }

    /** Takes part in the next round. */
    public void join(Renewal renewal, Terms terms) {
        strand.execute(() -> {
            renewals.add(renewal);
            arm(terms);
        });
    }

    /** Takes part in the next round. */
    public void join(Acquisition acquisition, Terms terms) {
        strand.execute(() -> {
            acquisitions.add(acquisition);
            arm(terms);
        });
    }

    private void arm(Terms terms) {
        if (!ahead) {
            ahead = true;
            strand.schedule(terms.every(), () -> begin(terms));
        }
    }

    private void begin(Terms terms) {
        ahead = false;
        List<Renewal> renewing = renewals;
        List<Acquisition> acquiring = acquisitions;
        renewals = new ArrayList<>();
        acquisitions = new ArrayList<>();
        renew(renewing, terms);
        acquire(acquiring, terms);
    }

    private void renew(List<Renewal> joined, Terms terms) {
        List<Renewal> meant = new ArrayList<>();
        for (Renewal renewal : joined) {
            if (renewal.meant().getAsBoolean()) {
                meant.add(renewal);
            } else {
                renewal.strand().execute(renewal.leftOut());
            }
        }
        if (!meant.isEmpty()) {
            Set<Lease> leases = new LinkedHashSet<>();
            meant.forEach(renewal -> leases.add(renewal.lease()));
            call(
                    terms,
                    store -> store.renewAll(leases, terms.timeToLive()),
                    (outcome, sentAt) -> meant.forEach(renewal ->
                            renewed(renewal, outcome.map(held -> held.contains(renewal.lease())), sentAt, terms)));
        }
    }

    private void renewed(Renewal renewal, Outcome<Boolean> held, long sentAt, Terms terms) {
        if (held instanceof Outcome.Success<Boolean> success && Boolean.FALSE.equals(success.value())) {
            call(
                    terms,
                    store -> store.renew(renewal.lease(), terms.timeToLive()),
                    (alone, aloneSentAt) -> answer(renewal, alone, aloneSentAt, terms));
        } else {
            answer(renewal, held, sentAt, terms);
        }
    }

    private void answer(Renewal renewal, Outcome<Boolean> held, long sentAt, Terms terms) {
        hand(renewal.strand(), renewal.answer(), held, sentAt);
        if (isHeld(held)) {
            renewals.add(renewal);
            arm(terms);
        }
    }

    /** Whether an answer is that the lease is held, so that its renewal goes on by itself. */
    public static boolean isHeld(Outcome<Boolean> answer) {
        return answer instanceof Outcome.Success<Boolean> success && Boolean.TRUE.equals(success.value());
    }

    private void acquire(List<Acquisition> joined, Terms terms) {
        Map<String, String> holders = new LinkedHashMap<>();
        List<Acquisition> meant = new ArrayList<>();
        for (Acquisition acquisition : joined) {
            if (acquisition.meant().getAsBoolean()) {
                meant.add(acquisition);
                holders.put(acquisition.partition(), acquisition.holder());
            }
        }
        if (!meant.isEmpty()) {
            call(
                    terms,
                    store -> store.acquireAll(holders, terms.timeToLive()),
                    (outcome, sentAt) -> meant.forEach(acquisition -> hand(
                            acquisition.strand(),
                            acquisition.answer(),
                            outcome.map(taken -> taken(taken, acquisition)),
                            sentAt)));
        }
    }

    /** One partition may have been asked for under two names. */
    private static Optional<Lease> taken(Map<String, Lease> taken, Acquisition acquisition) {
        return Optional.ofNullable(taken.get(acquisition.partition()))
                .filter(lease -> lease.holder().equals(acquisition.holder()));
    }

    private <T> void call(Terms terms, Function<StateStore, T> work, Answer<T> answer) {
        long sentAt = world.monotonicNanos();
        Duration deadline =
                terms.deadline().compareTo(port.callDeadline()) < 0 ? terms.deadline() : port.callDeadline();
        strand.call(port.lane(), deadline, () -> work.apply(port.store()), outcome -> answer.hear(outcome, sentAt));
    }

    private static <T> void hand(Strand to, Answer<T> answer, Outcome<T> outcome, long sentAt) {
        to.execute(() -> answer.hear(outcome, sentAt));
    }
}
