package io.stowage.store.memory;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One partition: a revision, a {@link Feed} of records in the order of their last change, the {@link CommitLog} of ids, and a
 * {@link LeaseSlot}, all under one lock.
 *
 * <p>A commit costs its writes, a read of the feed costs the changes it returns, and only {@link #read} costs the whole partition.
 */
final class Partition {

    private final String name;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Feed feed;
    private final CommitLog commits;
    private final LeaseSlot lease;
    private Revision revision = Revision.NONE;
    private boolean closed;

    /** @param epoch that no lease of it has, and no lower one */
    Partition(String name, LongSupplier nanos, Limits limits, long epoch) {
        this.name = name;
        this.nanos = nanos;
        this.feed = new Feed(limits);
        this.commits = new CommitLog(limits);
        this.lease = new LeaseSlot(name, epoch);
    }

    boolean written() {
        lock.lock();
        try {
            return revision.number() > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it holds nothing but a lease that has been over for so long. */
    boolean isLeftBehind(long overForNanos) {
        lock.lock();
        try {
            return revision.number() == 0 && lease.overFor(overForNanos, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** The epoch of its last lease. */
    long epoch() {
        lock.lock();
        try {
            return lease.epoch();
        } finally {
            lock.unlock();
        }
    }

    Revision revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    PartitionSnapshot read() {
        lock.lock();
        try {
            return new PartitionSnapshot(revision, feed.records());
        } finally {
            lock.unlock();
        }
    }

    CommitResult commit(Commit commit) {
        lock.lock();
        try {
            requireOpen();
            // First of all: a commit that was applied answers as it did, whatever has become of lease and revision
            // since.
            Optional<CommitResult.Committed> earlier = commits.find(commit.commitId());
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Lease claimed = commit.lease();
            if (claimed != null && !lease.isCurrent(claimed)) {
                return new CommitResult.Fenced();
            }
            if (!commit.expectedRevision().equals(revision)) {
                return new CommitResult.Conflict(revision);
            }
            return apply(commit);
        } finally {
            lock.unlock();
        }
    }

    private CommitResult.Committed apply(Commit commit) {
        long now = nanos.getAsLong();
        revision = commit.revision();
        feed.apply(commit.writes(), revision.number(), now);
        CommitResult.Committed committed = new CommitResult.Committed(revision.number());
        commits.remember(commit.commitId(), committed, now);
        changed.signalAll();
        return committed;
    }

    Optional<CommitResult.Committed> outcome(String commitId) {
        lock.lock();
        try {
            return commits.find(commitId);
        } finally {
            lock.unlock();
        }
    }

    Changes changesAfter(Revision after, Duration wait) {
        lock.lock();
        try {
            awaitChange(after, wait);
            List<Write> writes = isOfThisHistory(after) ? feed.changesAfter(after.number()) : null;
            return writes == null ? new Changes(revision, false, List.of()) : new Changes(revision, true, writes);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the partition was at that revision, as far as is known. */
    private boolean isOfThisHistory(Revision past) {
        return past.equals(revision)
                || past.equals(Revision.NONE)
                || commits.find(past.commitId())
                        .filter(made -> made.revision() == past.number())
                        .isPresent();
    }

    /** Waits by real time: it is the caller's patience, not a lease. An interrupted caller gets what there is. */
    private void awaitChange(Revision after, Duration wait) {
        long remaining = wait.toNanos();
        try {
            while (revision.equals(after) && remaining > 0 && !closed) {
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        requireOpen();
    }

    Optional<Lease> acquire(String holder, Duration timeToLive) {
        lock.lock();
        try {
            requireOpen();
            return lease.acquire(holder, timeToLive, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    boolean renew(Lease claimed, Duration timeToLive) {
        lock.lock();
        try {
            return lease.renew(claimed, timeToLive, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    void release(Lease claimed) {
        lock.lock();
        try {
            lease.release(claimed);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The state store \"memory\" was closed, partition " + name + " with it.");
        }
    }
}
