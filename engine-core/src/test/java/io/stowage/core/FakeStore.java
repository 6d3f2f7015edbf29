package io.stowage.core;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A store in memory whose commits can be made to fail. Leases are given to whoever asks first, and never expire. */
public final class FakeStore implements StateStore {

    private static final class Partition {
        long revision;
        final Map<String, StoredRecord> records = new TreeMap<>();
        final Map<String, CommitResult.Committed> commits = new TreeMap<>();
    }

    private final Map<String, Partition> partitions = new TreeMap<>();
    private final Map<String, Lease> leases = new TreeMap<>();
    private final List<Commit> commits = new ArrayList<>();
    private Consumer<Commit> before = commit -> {};
    private Consumer<Commit> after = commit -> {};
    private Runnable lease = () -> {};
    private Runnable read = () -> {};
    private boolean conflicts;
    private boolean closed;

    /** Runs before each commit is looked at: may throw, and the commit is not applied then. */
    public void beforeCommit(Consumer<Commit> hook) {
        before = hook;
    }

    /** The next commit finds that another one was faster. */
    public void conflictNext() {
        conflicts = true;
    }

    /** Runs after each commit was applied: may throw, and the answer is lost then. */
    public void afterCommit(Consumer<Commit> hook) {
        after = hook;
    }

    /** Runs before the lease is taken or renewed: may throw. */
    public void beforeLease(Runnable hook) {
        lease = hook;
    }

    /** Runs before a partition is read: may throw. */
    public void beforeRead(Runnable hook) {
        read = hook;
    }

    /** From now on every record of the partition is stored as this makes its text. */
    public void rewrite(String partition, UnaryOperator<String> text) {
        partition(partition)
                .records
                .replaceAll((key, record) -> new StoredRecord(
                        record.kind(),
                        record.id(),
                        record.version(),
                        Payload.ofText(text.apply(record.payload().text()))));
    }

    /** A record is stored as this makes its text. Nobody is told. */
    public void rewrite(String partition, String kind, String id, UnaryOperator<String> text) {
        partition(partition)
                .records
                .computeIfPresent(
                        kind + " " + id,
                        (key, record) -> new StoredRecord(
                                kind,
                                id,
                                record.version(),
                                Payload.ofText(text.apply(record.payload().text()))));
    }

    /** A record is there, as it is given. Nobody is told. */
    public void put(String partition, StoredRecord record) {
        partition(partition).records.put(record.kind() + " " + record.id(), record);
    }

    /** A record is gone. Nobody is told. */
    public void remove(String partition, String kind, String id) {
        partition(partition).records.remove(kind + " " + id);
    }

    /** The text of a record. */
    public String text(String partition, String kind, String id) {
        return Objects.requireNonNull(partition(partition).records.get(kind + " " + id))
                .payload()
                .text();
    }

    /** How many leases are held. */
    public int leases() {
        return leases.size();
    }

    /** All leases have expired. */
    public void forgetLeases() {
        leases.clear();
    }

    /** Every commit that was sent. */
    public List<Commit> commits() {
        return commits;
    }

    public boolean isClosed() {
        return closed;
    }

    private Partition partition(String name) {
        return partitions.computeIfAbsent(name, n -> new Partition());
    }

    @Override
    public PartitionSnapshot read(String partition) {
        read.run();
        Partition found = partition(partition);
        return new PartitionSnapshot(found.revision, List.copyOf(found.records.values()));
    }

    @Override
    public List<String> partitions(String prefix) {
        return partitions.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Override
    public Changes changesAfter(String partition, long revision, Duration wait) {
        throw new UnsupportedOperationException("nobody follows yet");
    }

    @Override
    public CommitResult commit(Commit commit) {
        commits.add(commit);
        before.accept(commit);
        Partition partition = partition(commit.partition());
        CommitResult.Committed known = partition.commits.get(commit.commitId());
        if (known != null) {
            return known;
        }
        if (conflicts) {
            conflicts = false;
            partition.revision++;
        }
        if (partition.revision != commit.expectedRevision()) {
            return new CommitResult.Conflict(partition.revision);
        }
        commit.writes().forEach(write -> apply(partition, write));
        partition.revision++;
        CommitResult.Committed committed = new CommitResult.Committed(partition.revision);
        partition.commits.put(commit.commitId(), committed);
        after.accept(commit);
        return committed;
    }

    private static void apply(Partition partition, Write write) {
        String key = write.kind() + " " + write.id();
        if (write instanceof Write.Put put) {
            partition.records.put(key, put.record());
        } else {
            partition.records.remove(key);
        }
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return Optional.ofNullable(partition(partition).commits.get(commitId));
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        lease.run();
        Lease held = leases.computeIfAbsent(partition, p -> new Lease(p, holder, 1));
        return held.holder().equals(holder) ? Optional.of(held) : Optional.empty();
    }

    @Override
    public boolean renew(Lease held, Duration timeToLive) {
        lease.run();
        return held.equals(leases.get(held.partition()));
    }

    @Override
    public void release(Lease lease) {
        leases.remove(lease.partition(), lease);
    }

    @Override
    public void close() {
        closed = true;
    }
}
