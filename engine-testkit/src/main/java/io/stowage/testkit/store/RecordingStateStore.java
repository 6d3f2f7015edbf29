package io.stowage.testkit.store;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StateStore;
import io.stowage.spi.Write;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memory store in virtual time, which tells of every commit it applies. It belongs to the world around the engines: it outlives
 * their crashes, and an engine's {@link #close} leaves it open.
 */
public final class RecordingStateStore implements StateStore {

    private final Simulation simulation;
    private final MemoryStateStore store;
    private final List<CommitListener> listeners = new ArrayList<>();

    public RecordingStateStore(Simulation simulation) {
        this.simulation = simulation;
        this.store = new MemoryStateStore(simulation::nanos);
    }

    public void listen(CommitListener listener) {
        listeners.add(listener);
    }

    @Override
    public PartitionSnapshot read(String partition) {
        return store.read(partition);
    }

    @Override
    public List<String> partitions(String prefix) {
        return store.partitions(prefix);
    }

    /** Never waits in real time: where there is nothing, the answer takes the whole wait of virtual time, and is looked up before. */
    @Override
    public Changes changesAfter(String partition, long revision, Duration wait) {
        Changes changes = store.changesAfter(partition, revision, Duration.ZERO);
        CallUnderWay call = simulation.callUnderWay();
        if (call != null && changes.complete() && changes.writes().isEmpty()) {
            call.takes(wait);
        }
        return changes;
    }

    @Override
    public CommitResult commit(Commit commit) {
        boolean repeated = store.outcome(commit.partition(), commit.commitId()).isPresent();
        CommitResult result = store.commit(commit);
        if (result instanceof CommitResult.Committed committed && !repeated) {
            trace(commit, committed.revision());
            for (CommitListener listener : listeners) {
                listener.committed(commit, committed.revision());
            }
        }
        return result;
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
        return store.acquire(partition, holder, timeToLive);
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        return store.renew(lease, timeToLive);
    }

    @Override
    public void release(Lease lease) {
        store.release(lease);
    }

    @Override
    public void close() {
        // The next engine goes on with it.
    }
}
