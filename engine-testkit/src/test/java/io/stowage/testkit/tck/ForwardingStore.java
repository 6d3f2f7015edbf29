package io.stowage.testkit.tck;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that does what another one does: the beginning of one that does not. */
class ForwardingStore implements StateStore {

    protected final StateStore store;

    ForwardingStore(StateStore store) {
        this.store = store;
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
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        return store.changesAfter(partition, revision, wait);
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return store.changed(known, wait);
    }

    @Override
    public CommitResult commit(Commit commit) {
        return store.commit(commit);
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
