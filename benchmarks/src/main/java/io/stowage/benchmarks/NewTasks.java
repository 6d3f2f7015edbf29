package io.stowage.benchmarks;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StateStore;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that counts the tasks that come into being. */
final class NewTasks implements StateStore {

    private final StateStore store;
    private long newTasks;

    NewTasks(StateStore store) {
        this.store = store;
    }

    long newTasks() {
        return newTasks;
    }

    @Override
    public CommitResult commit(Commit commit) {
        CommitResult result = store.commit(commit);
        if (result instanceof CommitResult.Committed) {
            for (Write write : commit.writes()) {
                if (write instanceof Write.Put put
                        && put.record().version() == 1
                        && put.kind().equals("task")) {
                    newTasks++;
                }
            }
        }
        return result;
    }

    @Override
    public PartitionSnapshot read(String partition) {
        return store.read(partition);
    }

    @Override
    public List<String> partitions(String prefix) {
        return store.partitions(prefix);
    }

    @Override
    public Changes changesAfter(String partition, long revision, Duration wait) {
        return store.changesAfter(partition, revision, wait);
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
        store.close();
    }
}
