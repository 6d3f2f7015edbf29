package io.stowage.samples.customstore;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the state in one file of text, and outlives its process. A line says what happened: a commit, or who has a lease and until when.
 * It is on the disk before it counts, and opening the file reads what happened. An {@link IOException} while a line is written is passed
 * on: its outcome is unknown to the caller, and nothing to this store.
 *
 * <p>One monitor guards everything, so each method is one step. The clock is the host's, whose steps move the ends of leases: whoever
 * counts on a lease too long is fenced by its epoch all the same. The file only grows: a store for more than a sample would write it
 * anew now and then.
 */
public final class JournalStateStore implements StateStore {

    private final Journal journal;
    private final Clock clock;
    private final Map<String, Partition> partitions = new TreeMap<>();

    /** Opens the file, or a new one. */
    public JournalStateStore(Path file, Clock clock) throws IOException {
        this.journal = Journal.open(file);
        this.clock = clock;
        journal.found().forEach(this::replay);
    }

    private void replay(String line) {
        Iterator<String> words = Line.words(line);
        String what = words.next();
        String name = words.next();
        Partition partition = partition(name);
        switch (what) {
            case "commit" -> partition.apply(words.next(), Long.parseLong(words.next()), Line.writes(words));
            case "lease" ->
                partition.granted(
                        new Lease(name, words.next(), Long.parseLong(words.next())), Long.parseLong(words.next()));
            case "release" -> partition.released();
            default -> throw new IllegalStateException("The journal has a line of an unknown kind: " + what);
        }
    }

    @Override
    public synchronized PartitionSnapshot read(String partition) {
        Partition present = partition(partition);
        return new PartitionSnapshot(present.revision(), present.records());
    }

    @Override
    public synchronized List<String> partitions(String prefix) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix)
                        && entry.getValue().revision().number() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized Changes changesAfter(String partition, Revision revision, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        try {
            long left = wait.toMillis();
            while (left > 0 && partition(partition).revision().equals(revision)) {
                wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        return partition(partition).changesAfter(revision);
    }

    @Override
    public synchronized CommitResult commit(Commit commit) {
        Partition partition = partition(commit.partition());
        Optional<Committed> earlier = partition.outcome(commit.commitId());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Lease lease = commit.lease();
        if (lease != null && !partition.isCurrent(lease)) {
            return new CommitResult.Fenced();
        }
        if (!commit.expectedRevision().equals(partition.revision())) {
            return new CommitResult.Conflict(partition.revision());
        }
        happened(Line.of(commit, clock.millis()));
        return new Committed(partition.revision().number());
    }

    @Override
    public synchronized Optional<Committed> outcome(String partition, String commitId) {
        return partition(partition).outcome(commitId);
    }

    @Override
    public synchronized Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        Optional<Lease> lease = partition(partition).leaseFor(partition, holder, clock.millis());
        lease.ifPresent(granted -> grant(granted, timeToLive));
        return lease;
    }

    @Override
    public synchronized boolean renew(Lease lease, Duration timeToLive) {
        boolean current = partition(lease.partition()).isCurrent(lease);
        if (current) {
            grant(lease, timeToLive);
        }
        return current;
    }

    private void grant(Lease lease, Duration timeToLive) {
        long ends = clock.millis() + timeToLive.toMillis();
        happened(Line.of("lease", lease.partition(), lease.holder(), lease.epoch(), ends));
    }

    @Override
    public synchronized void release(Lease lease) {
        if (partition(lease.partition()).isCurrent(lease)) {
            happened(Line.of("release", lease.partition()));
        }
    }

    /** Once it is on the disk it is read as it will be when the file is opened again: there is no second way. */
    private void happened(String line) {
        try {
            journal.append(line);
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
        replay(line);
        notifyAll();
    }

    private Partition partition(String name) {
        return partitions.computeIfAbsent(name, absent -> new Partition());
    }

    @Override
    public synchronized void close() {
        try {
            journal.close();
        } catch (IOException closed) {
            // Every line is on the disk already.
            notifyAll();
        }
    }
}
