package io.stowage.testkit.store;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.Write;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory store in virtual time, which tells of every commit it applies. It belongs to the world around the engines: it outlives
 * their crashes, and an engine's {@link #close} leaves it open.
 *
 * <p>Where it {@linkplain #keepCopy keeps a copy} that is a few commits behind, it can {@linkplain #failOver fail over} to that.
 */
public final class RecordingStateStore implements StateStore {

    private final Simulation simulation;
    private final List<CommitListener> listeners = new ArrayList<>();
    private final List<LeaseListener> leaseListeners = new ArrayList<>();
    /** Calls that wait for a change, by partition. */
    private final Map<String, List<CallUnderWay>> waiting = new HashMap<>();

    private final HostTransactions hostTransactions = new HostTransactions();
    private MemoryStateStore store;
    private @Nullable LaggingCopy copy;
    private Duration clockOffset = Duration.ZERO;

    public RecordingStateStore(Simulation simulation) {
        this.simulation = simulation;
        this.store = new MemoryStateStore(this::clock);
    }

    /** The clock by which leases run out is off by this much from now on: a step of the database's clock. */
    public void clockOffset(Duration offset) {
        clockOffset = offset;
    }

    private long clock() {
        return simulation.nanos() + clockOffset.toNanos();
    }

    /** The host application's own transactions on this database. */
    public HostTransactions hostTransactions() {
        return hostTransactions;
    }

    /** Keeps, from now on and for one {@link #failOver}, a copy that may lack the last things that were done. To be called at the beginning. */
    public void keepCopy() {
        copy = new LaggingCopy();
    }

    /**
     * The copy takes the store's place, without the last things that were done: as a database that fails over to a replica. Commits, their
     * ids, revisions and leases go back. Without effect if there is no copy.
     *
     * @param lost how many commits, takings and renewals of leases are lost, at most {@value LaggingCopy#MOST_BEHIND}
     * @return whether anything was lost
     */
    public boolean failOver(int lost) {
        LaggingCopy replica = copy;
        if (replica == null || replica.isEmpty()) {
            return false;
        }
        copy = null;
        store = replica.takeOver(lost, this::clock);
        hostTransactions.forget();
        for (CommitListener listener : listeners) {
            listener.failedOver(store::read);
        }
        waiting.values().forEach(calls -> calls.forEach(CallUnderWay::wake));
        waiting.clear();
        return true;
    }

    private void done(Consumer<MemoryStateStore> deed) {
        if (copy != null) {
            copy.follow(deed, clock());
        }
    }

    public void listen(CommitListener listener) {
        listeners.add(listener);
    }

    public void listenToLeases(LeaseListener listener) {
        leaseListeners.add(listener);
    }

    @Override
    public PartitionSnapshot read(String partition) {
        return store.read(partition);
    }

    @Override
    public List<String> partitions(String prefix) {
        return store.partitions(prefix);
    }

    /** Never waits in real time: a call of an engine waits in virtual time until something is committed. */
    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        hostTransactions.moveTo(this);
        Changes changes = store.changesAfter(partition, revision, Duration.ZERO);
        CallUnderWay call = simulation.callUnderWay();
        if (call != null
                && changes.complete()
                && changes.writes().isEmpty()
                && changes.revision().equals(revision)) {
            RuntimeException notYet = call.waiting(wait);
            if (notYet != null) {
                waiting.computeIfAbsent(partition, absent -> new ArrayList<>()).add(call);
                throw notYet;
            }
        }
        return changes;
    }

    /** Does not wait: who asks does so again. */
    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        hostTransactions.moveTo(this);
        return store.changed(known, Duration.ZERO);
    }

    @Override
    public CommitResult commit(Commit commit) {
        boolean repeated = store.outcome(commit.partition(), commit.commitId()).isPresent();
        if (!repeated) {
            leaseListeners.forEach(listener -> listener.arrived(commit));
        }
        CommitResult result = store.commit(commit);
        if (result instanceof CommitResult.Committed committed && !repeated) {
            done(replica -> replica.commit(commit));
            trace(commit, committed.revision());
            wake(commit.partition());
            for (CommitListener listener : listeners) {
                listener.committed(commit, committed.revision());
            }
        }
        return result;
    }

    private void wake(String partition) {
        List<CallUnderWay> calls = waiting.remove(partition);
        if (calls != null) {
            calls.forEach(CallUnderWay::wake);
        }
    }

    private void trace(Commit commit, long revision) {
        simulation.trace().add(commit.partition(), revision);
        for (Write write : commit.writes()) {
            simulation
                    .trace()
                    .add(
                            write.kind(),
                            write instanceof Write.Put put ? put.record().version() : -1);
            simulation.trace().add(write.id(), revision);
        }
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return store.outcome(partition, commitId);
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        Optional<Lease> lease = store.acquire(partition, holder, timeToLive);
        if (lease.isPresent()) {
            leaseListeners.forEach(listener -> listener.held(lease.get(), timeToLive));
            done(replica -> replica.acquire(partition, holder, timeToLive));
        }
        return lease;
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        boolean renewed = store.renew(lease, timeToLive);
        if (renewed) {
            leaseListeners.forEach(listener -> listener.held(lease, timeToLive));
            done(replica -> replica.renew(lease, timeToLive));
        }
        return renewed;
    }

    @Override
    public void release(Lease lease) {
        store.release(lease);
        leaseListeners.forEach(listener -> listener.released(lease));
        done(replica -> replica.release(lease));
    }

    @Override
    public void close() {
        // The next engine goes on with it.
    }
}
