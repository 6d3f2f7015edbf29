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
import org.jspecify.annotations.Nullable;

/**
 * Renews leases, and tries to take others, with one question to the store for all that are renewed and one for all that are tried: what an
 * engine that has nothing to do costs does not depend on how many leases it holds.
 *
 * <p>Who joins is part of the next round, which begins one renewal's pause after the first has joined; so those who join again after each
 * answer come to keep step. What isn't meant any more when the round begins is left out. The time that a lease is trusted counts from
 * when the round's question was sent.
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
     * A lease to renew.
     *
     * @param meant whether it is still to be renewed when the round begins. Thread-safe
     * @param question what to ask along with it; null if nothing
     * @param leftOut hears that it was not
     */
    public record Renewal(
            Strand strand,
            Lease lease,
            BooleanSupplier meant,
            Rider.@Nullable Question question,
            Runnable leftOut,
            Answer<Renewed> answer) {}

    /** What a renewal yields: whether the lease is still held, and what the rider has to say. */
    public record Renewed(boolean held, Runnable rider) {}

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
            call(
                    terms,
                    store -> renewAll(store, meant, terms),
                    (outcome, sentAt) -> meant.forEach(renewal -> hand(
                            renewal.strand(), renewal.answer(), outcome.map(all -> all.get(renewal.lease())), sentAt)));
        }
    }

    private static Map<Lease, Renewed> renewAll(StateStore store, List<Renewal> meant, Terms terms) {
        Set<Lease> leases = new LinkedHashSet<>();
        meant.forEach(renewal -> leases.add(renewal.lease()));
        Set<Lease> held = store.renewAll(leases, terms.timeToLive());
        Map<Lease, Renewed> renewed = new LinkedHashMap<>();
        for (Renewal renewal : meant) {
            boolean isHeld = held.contains(renewal.lease());
            Rider.Question question = isHeld ? renewal.question() : null;
            // A question that can't be asked is asked again with the next renewal.
            renewed.put(renewal.lease(), new Renewed(isHeld, Rider.ask(question, store, failed -> {})));
        }
        return renewed;
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
