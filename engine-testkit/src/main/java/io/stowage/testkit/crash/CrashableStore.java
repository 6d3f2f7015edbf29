package io.stowage.testkit.crash;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.testkit.store.RecordingStateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A store of which every write, and every call for a lease, is a crash point. Reading changes nothing and is none, unless it finds something of a host
 * application's transactions to move.
 */
final class CrashableStore implements StateStore {

    private final RecordingStateStore store;
    private final CrashPoints points;

    CrashableStore(RecordingStateStore store, CrashPoints points) {
        this.store = store;
        this.points = points;
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
        moveWhatIsEnlisted();
        return store.changesAfter(partition, revision, wait);
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        moveWhatIsEnlisted();
        return store.changed(known, wait);
    }

    private void moveWhatIsEnlisted() {
        if (store.hostTransactions().anyToMove()) {
            at("move what is enlisted", () -> {
                store.hostTransactions().moveTo(store);
                return true;
            });
        }
    }

    @Override
    public CommitResult commit(Commit commit) {
        return at("commit to " + commit.partition(), () -> store.commit(commit));
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return store.outcome(partition, commitId);
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        return at("acquire " + partition, () -> store.acquire(partition, holder, timeToLive));
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        return at("renew " + lease.partition(), () -> store.renew(lease, timeToLive));
    }

    @Override
    public void release(Lease lease) {
        at("release " + lease.partition(), () -> {
            store.release(lease);
            return true;
        });
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T at(String what, Callable<T> call) {
        try {
            return points.at(what, call);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception impossible) {
            throw new IllegalStateException("Stores throw no checked exceptions.", impossible);
        }
    }
}
