package io.stowage.store.memory;

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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state in memory, for as long as the process lives. The default store.
 *
 * <p>It keeps the payloads it is given and never serialises one. Engines of one process may share a store; whoever made it closes
 * it. Each partition has a lock of its own; {@code Partition} says how it works.
 *
 * <p>What it remembers besides the records is bounded, per partition: commit ids for an hour and at most {@value
 * Limits#COMMIT_IDS}, and removed records for an hour and at most {@value Limits#TOMBSTONES}. A reader that is further behind is
 * told to read anew. A partition that was never written is forgotten when its lease has been over for an hour.
 */
public final class MemoryStateStore implements StateStore {

    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final ConcurrentNavigableMap<String, Partition> partitions = new ConcurrentSkipListMap<>();
    private final LongSupplier nanos;
    private final Limits limits;
    /** Held, shared, by whoever writes to a partition or leases it: none is forgotten under his hands. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    /** The highest epoch of a partition that was forgotten: that of none goes back. */
    private volatile long epochForgotten;

    private final News news = new News();
    private volatile boolean closed;

    /** A store whose leases run by {@link System#nanoTime()}. */
    public MemoryStateStore() {
        this(System::nanoTime);
    }

    /** @param nanos the clock of the leases: nanoseconds from any origin, that never go back */
    public MemoryStateStore(LongSupplier nanos) {
        this(nanos, Limits.DEFAULT);
    }

    MemoryStateStore(LongSupplier nanos, Limits limits) {
        this.nanos = nanos;
        this.limits = limits;
    }

    @Override
    public PartitionSnapshot read(String partition) {
        Partition present = existing(partition);
        return present == null ? new PartitionSnapshot(Revision.NONE, List.of()) : present.read();
    }

    @Override
    public List<String> partitions(String prefix) {
        requireOpen();
        return partitions.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> entry.getValue().written())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        return partition(partition).changesAfter(revision, wait);
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return news.await(() -> elsewhere(known), wait);
    }

    private Map<String, Revision> elsewhere(Map<String, Revision> known) {
        Map<String, Revision> elsewhere = new TreeMap<>();
        known.forEach((name, revision) -> {
            Partition present = existing(name);
            Revision now = present == null ? Revision.NONE : present.revision();
            if (!now.equals(revision)) {
                elsewhere.put(name, now);
            }
        });
        return elsewhere;
    }

    @Override
    public CommitResult commit(Commit commit) {
        CommitResult result = using(() -> partition(commit.partition()).commit(commit));
        news.tell();
        return result;
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        Partition present = existing(partition);
        return present == null ? Optional.empty() : present.outcome(commitId);
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        if (existing(partition) == null) {
            forgetWhatWasLeftBehind();
        }
        return using(() -> partition(partition).acquire(holder, timeToLive));
    }

    private <T> T using(Supplier<T> work) {
        use.readLock().lock();
        try {
            return work.get();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Looked for when there is one more. An engine that is gone leaves a partition behind in which there was nothing but its lease. */
    private void forgetWhatWasLeftBehind() {
        use.writeLock().lock();
        try {
            List<Partition> leftBehind = partitions.values().stream()
                    .filter(partition -> partition.isLeftBehind(LEFT_BEHIND.toNanos()))
                    .toList();
            for (Partition partition : leftBehind) {
                epochForgotten = Math.max(epochForgotten, partition.epoch());
                partitions.values().remove(partition);
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        Partition present = existing(lease.partition());
        return present != null && present.renew(lease, timeToLive);
    }

    @Override
    public void release(Lease lease) {
        Partition present = existing(lease.partition());
        if (present != null) {
            present.release(lease);
        }
    }

    /** Forgets everything. Whoever waits for changes, or calls afterwards, gets an {@link IllegalStateException}. */
    @Override
    public void close() {
        closed = true;
        partitions.values().forEach(Partition::close);
        partitions.clear();
        news.tell();
    }

    private Partition partition(String name) {
        requireOpen();
        return partitions.computeIfAbsent(name, absent -> new Partition(absent, nanos, limits, epochForgotten));
    }

    /** The partition if anybody has asked to write or to watch it: reading alone makes none. */
    private @Nullable Partition existing(String name) {
        requireOpen();
        return partitions.get(name);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The state store \"memory\" is closed.");
        }
    }
}
