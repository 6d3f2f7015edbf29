package io.stowage.testkit;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that keeps every record as text, as one in a database does. */
record TextStore(StateStore store) implements StateStore {

    @Override
    public PartitionSnapshot read(String partition) {
        PartitionSnapshot snapshot = store.read(partition);
        return new PartitionSnapshot(
                snapshot.revision(),
                snapshot.records().stream().map(TextStore::read).toList());
    }

    @Override
    public List<String> partitions(String prefix) {
        return store.partitions(prefix);
    }

    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        Changes changes = store.changesAfter(partition, revision, wait);
        return new Changes(
                changes.revision(),
                changes.complete(),
                changes.writes().stream()
                        .map(write -> write instanceof Write.Put put ? new Write.Put(read(put.record())) : write)
                        .toList());
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return store.changed(known, wait);
    }

    @Override
    public CommitResult commit(Commit commit) {
        return store.commit(new Commit(
                commit.partition(),
                commit.commitId(),
                commit.expectedRevision(),
                commit.lease(),
                commit.writes().stream()
                        .map(write -> write instanceof Write.Put put ? new Write.Put(read(put.record())) : write)
                        .toList()));
    }

    /** Each reader gets a payload of its own: what one has made of the text is not there for the others. */
    private static StoredRecord read(StoredRecord record) {
        return new StoredRecord(
                record.kind(),
                record.id(),
                record.version(),
                Payload.ofText(record.payload().text()));
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
