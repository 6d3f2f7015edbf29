package io.stowage.testkit.store;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Network;
import io.stowage.testkit.world.Network.Condition;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store as one engine reaches it: through a connection that may be cut, with calls that fail before or after they have had their
 * effect, hang, or take long. What the SPI promises is kept: an exception means that the outcome is unknown, and an answer is true.
 */
public final class UnreliableStateStore implements StateStore {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String engine;
    private final StateStore store;
    private final DamagedRecords damaged;
    private final Simulation simulation;
    private final Network network;
    private final SimulationRandom random;
    private Rates rates = Rates.NONE;
    private @Nullable PauseAtCommit pauseAtCommit;
    private long foreignCommits;

    /** The engine stands still at the next commit. */
    private record PauseAtCommit(Duration duration, boolean beforeEffect) {}

    /** Without a stack: thousands of them are thrown in a run, and nobody looks at where. */
    private static final class StoreUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreUnavailableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The store as one engine reaches it. Nothing goes wrong yet.
     *
     * @param engine the name of the engine, as the network knows it
     * @param damaged the records of the store that can't be read
     */
    public UnreliableStateStore(String engine, StateStore store, DamagedRecords damaged, Simulation simulation) {
        this.engine = engine;
        this.store = store;
        this.damaged = damaged;
        this.simulation = simulation;
        this.network = simulation.network();
        this.random = simulation.random("store/" + engine);
    }

    /** How calls go wrong from now on. */
    public void rates(Rates nowRates) {
        rates = nowRates;
    }

    public Rates rates() {
        return rates;
    }

    /**
     * The engine stands still once, for this long, at its next commit.
     *
     * @param beforeEffect whether the commit is applied only when the engine goes on; else it is applied, and the engine learns of it then
     */
    public void pauseAtCommit(Duration duration, boolean beforeEffect) {
        pauseAtCommit = new PauseAtCommit(duration, beforeEffect);
    }

    /** The engine does not stand still at a commit. */
    public void noPauseAtCommit() {
        pauseAtCommit = null;
    }

    @Override
    public PartitionSnapshot read(String partition) {
        return through(Component.STORE, () -> {
            if (damaged.isAnyOf(partition)) {
                struck(Fault.RECORDS_DAMAGED, Component.STORE);
            }
            return damaged.shown(partition, store.read(partition));
        });
    }

    @Override
    public List<String> partitions(String prefix) {
        return through(Component.STORE, () -> store.partitions(prefix));
    }

    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        return through(Component.STORE, () -> {
            Changes changes = damaged.shown(partition, store.changesAfter(partition, revision, wait));
            // What lags behind has not seen what came after; that there ever was this revision, it doesn't say of one
            // that never was.
            if (changes.complete() && strikes(Fault.STORE_STALE)) {
                struck(Fault.STORE_STALE, Component.STORE);
                return new Changes(revision, true, List.of());
            }
            return changes;
        });
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return through(Component.STORE, () -> {
            if (strikes(Fault.STORE_STALE)) {
                struck(Fault.STORE_STALE, Component.STORE);
                return Map.of();
            }
            return store.changed(known, wait);
        });
    }

    @Override
    public CommitResult commit(Commit commit) {
        return through(Component.STORE, () -> {
            if (strikes(Fault.STORE_CONFLICTS)) {
                struck(Fault.STORE_CONFLICTS, Component.STORE);
                overtake(commit);
            }
            return pausing(commit);
        });
    }

    /** Somebody else moves the revision on without changing anything. */
    private void overtake(Commit commit) {
        foreignCommits++;
        store.commit(new Commit(
                commit.partition(),
                "foreign-" + engine + "-" + foreignCommits,
                commit.expectedRevision(),
                null,
                List.of()));
    }

    private CommitResult pausing(Commit commit) {
        PauseAtCommit pause = pauseAtCommit;
        CallUnderWay call = simulation.callUnderWay();
        if (pause == null || call == null) {
            return store.commit(commit);
        }
        pauseAtCommit = null;
        VirtualWorld caller = call.caller();
        struck(Fault.ENGINE_PAUSES, Component.STORE);
        if (pause.beforeEffect()) {
            caller.pause(pause.duration());
            throw call.whenResumed();
        }
        CommitResult result = store.commit(commit);
        caller.pause(pause.duration());
        return result;
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return through(Component.STORE, () -> store.outcome(partition, commitId));
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        return through(Component.LEASE, () -> store.acquire(partition, holder, timeToLive));
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        return through(Component.LEASE, () -> store.renew(lease, timeToLive));
    }

    @Override
    public void release(Lease lease) {
        through(Component.LEASE, () -> {
            store.release(lease);
            return lease;
        });
    }

    /** The store outlives the engine. */
    @Override
    public void close() {
        store.close();
    }

    private <T> T through(Component component, Supplier<T> effect) {
        Condition condition = network.between(engine, Network.STORE);
        if (condition == Condition.CUT) {
            struck(Fault.STORE_PARTITIONED, component);
            throw unavailable("no route to the store", random.below(2) == 0);
        }
        if (strikes(Fault.STORE_FAILS)) {
            struck(Fault.STORE_FAILS, component);
            throw unavailable("could not serialize access", false);
        }
        if (strikes(Fault.STORE_HANGS)) {
            struck(Fault.STORE_HANGS, component);
            throw unavailable("hangs", true);
        }
        T result = effect.get();
        if (strikes(Fault.STORE_SLOW)) {
            struck(Fault.STORE_SLOW, component);
            takes(Duration.ofNanos(random.between(Duration.ZERO, LONGEST)));
        }
        if (condition == Condition.ANSWERS_LOST) {
            struck(Fault.STORE_PARTITIONED, component);
            throw unavailable("the answer is lost", true);
        }
        if (strikes(Fault.STORE_ANSWERS_LOST)) {
            struck(Fault.STORE_ANSWERS_LOST, component);
            throw unavailable("connection reset", random.below(2) == 0);
        }
        return result;
    }

    private boolean strikes(Fault fault) {
        return random.chance(rates.of(fault));
    }

    private StoreUnavailableException unavailable(String message, boolean silently) {
        CallUnderWay call = simulation.callUnderWay();
        if (silently && call != null) {
            call.neverAnswers();
        }
        return new StoreUnavailableException(message);
    }

    private void takes(Duration duration) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null) {
            call.takes(duration);
        }
    }

    private void struck(Fault fault, Component component) {
        simulation.cells().hit(fault, component);
    }
}
