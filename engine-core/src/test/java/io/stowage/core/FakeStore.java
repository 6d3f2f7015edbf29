package io.stowage.core;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        Revision revision = Revision.NONE;
        final Map<String, StoredRecord> records = new TreeMap<>();
        /** What was committed, in the order of the revisions. */
        final List<Write> feed = new ArrayList<>();

        final List<Long> revisions = new ArrayList<>();
        /** Up to this revision it is not known any more what changed. */
        long forgottenUpTo;

        final Map<String, CommitResult.Committed> commits = new TreeMap<>();

        boolean wasAt(Revision past) {
            CommitResult.Committed made = commits.get(past.commitId());
            return past.equals(Revision.NONE)
                    || past.equals(revision)
                    || (made != null && made.revision() == past.number());
        }

        void overtaken() {
            String commitId = "faster-" + revision.number();
            revision = new Revision(revision.number() + 1, commitId);
            commits.put(commitId, new CommitResult.Committed(revision.number()));
        }
    }

    private final Map<String, Partition> partitions = new TreeMap<>();
    private final Map<String, Lease> leases = new TreeMap<>();
    private final Map<String, Long> epochs = new TreeMap<>();
    private final List<Commit> commits = new ArrayList<>();
    private Consumer<Commit> before = commit -> {};
    private Consumer<Commit> after = commit -> {};
    private Runnable lease = () -> {};
    private Consumer<String> leaseOf = partition -> {};
    private Runnable read = () -> {};
    private Runnable close = () -> {};
    private boolean conflicts;
    private boolean closed;

    /** Runs before each commit is looked at: may throw, and the commit is not applied then. */
    public void beforeCommit(Consumer<Commit> hook) {
        before = hook;
    }

    /** Runs before the store is closed: may throw. */
    public void beforeClose(Runnable hook) {
        close = hook;
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

    /** Runs before the lease of a partition is taken or renewed, and is told which: may throw. */
    public void beforeLeaseOf(Consumer<String> hook) {
        leaseOf = hook;
    }

    /** The lease of a partition has expired, and another engine has taken it. */
    public void takeLease(String partition, String holder) {
        leases.put(partition, new Lease(partition, holder, epochs.merge(partition, 1L, Long::sum)));
    }

    /** Whether anybody holds the lease of a partition. */
    public boolean isHeld(String partition) {
        return leases.containsKey(partition);
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

    /** The ids of the records of a kind. */
    public List<String> ids(String partition, String kind) {
        return partition(partition).records.values().stream()
                .filter(record -> record.kind().equals(kind))
                .map(StoredRecord::id)
                .toList();
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
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        read.run();
        Partition found = partition(partition);
        if (revision.number() < found.forgottenUpTo || !found.wasAt(revision)) {
            return new Changes(found.revision, false, List.of());
        }
        Map<String, Write> latest = new LinkedHashMap<>();
        for (int i = 0; i < found.feed.size(); i++) {
            Write write = found.feed.get(i);
            if (found.revisions.get(i) > revision.number()) {
                String key = write.kind() + " " + write.id();
                latest.remove(key);
                latest.put(key, write);
            }
        }
        return new Changes(found.revision, true, List.copyOf(latest.values()));
    }

    /** What changed so far in a partition is not known any more: who follows it has to read it. */
    public void forgetChanges(String partition) {
        partition(partition).forgottenUpTo = partition(partition).revision.number();
    }

    /** From now on a partition has been made by other commits, as many as there were. What it holds stays. */
    public void replaceHistory(String partition) {
        Partition found = partition(partition);
        found.revision = new Revision(found.revision.number(), "another-" + found.revision.commitId());
        found.commits.clear();
        found.commits.put(found.revision.commitId(), new CommitResult.Committed(found.revision.number()));
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        read.run();
        Map<String, Revision> changed = new TreeMap<>();
        known.forEach((name, revision) -> {
            if (!partition(name).revision.equals(revision)) {
                changed.put(name, partition(name).revision);
            }
        });
        return changed;
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
        if (commit.lease() != null && !commit.lease().equals(leases.get(commit.partition()))) {
            return new CommitResult.Fenced();
        }
        if (conflicts) {
            conflicts = false;
            partition.overtaken();
        }
        if (!partition.revision.equals(commit.expectedRevision())) {
            return new CommitResult.Conflict(partition.revision);
        }
        partition.revision = commit.revision();
        commit.writes().forEach(write -> apply(partition, write));
        CommitResult.Committed committed = new CommitResult.Committed(partition.revision.number());
        partition.commits.put(commit.commitId(), committed);
        after.accept(commit);
        return committed;
    }

    private static void apply(Partition partition, Write write) {
        String key = write.kind() + " " + write.id();
        partition.feed.add(write);
        partition.revisions.add(partition.revision.number());
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
        leaseOf.accept(partition);
        Lease held = leases.computeIfAbsent(partition, p -> new Lease(p, holder, epochs.merge(p, 1L, Long::sum)));
        return held.holder().equals(holder) ? Optional.of(held) : Optional.empty();
    }

    @Override
    public boolean renew(Lease held, Duration timeToLive) {
        lease.run();
        leaseOf.accept(held.partition());
        return held.equals(leases.get(held.partition()));
    }

    @Override
    public void release(Lease lease) {
        leases.remove(lease.partition(), lease);
    }

    @Override
    public void close() {
        close.run();
        closed = true;
    }
}
