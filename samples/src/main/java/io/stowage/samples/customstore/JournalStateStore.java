package io.stowage.samples.customstore;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the state in one file of text, and outlives its process. A line says what was asked for, and when: a commit, or something about a
 * lease. It is on the disk before it is done to a store in memory, which knows the rules; and opening the file does it all again, with
 * the same outcome. An {@link IOException} while a line is written is passed on: its outcome is unknown to the caller, and nothing is done.
 *
 * <p>One monitor puts what is asked for into one order; reading needs none. The clock is the host's, whose steps move the ends of leases: whoever
 * counts on a lease too long is fenced by its epoch all the same. The file only grows: a store for more than a sample would write it
 * anew now and then.
 */
public final class JournalStateStore implements StateStore {

    private final Journal journal;
    private final Clock clock;
    private final StateStore memory = new MemoryStateStore(this::nanos);
    /** When what is done now was asked for. Never goes back. */
    private long millis;

    /** Opens the file, or a new one. */
    public JournalStateStore(Path file, Clock clock) throws IOException {
        this.journal = Journal.open(file);
        this.clock = clock;
        journal.found().forEach(this::done);
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return memory.changed(known, wait);
    }

    @Override
    public CommitResult commit(Commit commit) {
        return (CommitResult) asked("commit", Line.words(commit));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        return (Optional<Lease>) asked("acquire", List.of(partition, holder, timeToLive));
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        return (Boolean) asked("renew", List.of(lease.partition(), lease.holder(), lease.epoch(), timeToLive));
    }

    @Override
    public void release(Lease lease) {
        asked("release", List.of(lease.partition(), lease.holder(), lease.epoch()));
    }

    private synchronized Object asked(String what, List<?> words) {
        String line = Line.of(clock.millis(), what, words);
        try {
            journal.append(line);
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        }
        return done(line);
    }

    /** Now, or once more because the file is opened again: there is no second way. */
    private Object done(String line) {
        Iterator<String> words = Line.words(line);
        millis = Math.max(millis, Long.parseLong(words.next()));
        String what = words.next();
        return switch (what) {
            case "commit" -> memory.commit(Line.commit(words));
            case "acquire" -> memory.acquire(words.next(), words.next(), Duration.parse(words.next()));
            case "renew" -> memory.renew(Line.lease(words), Duration.parse(words.next()));
            case "release" -> released(Line.lease(words));
            default -> throw new IllegalStateException("The journal has a line of an unknown kind: " + what);
        };
    }

    private Lease released(Lease lease) {
        memory.release(lease);
        return lease;
    }

    @Override
    public PartitionSnapshot read(String partition) {
        return memory.read(partition);
    }

    @Override
    public List<String> partitions(String prefix) {
        return memory.partitions(prefix);
    }

    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        return memory.changesAfter(partition, revision, wait);
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return memory.outcome(partition, commitId);
    }

    @Override
    public void close() {
        memory.close();
        journal.close();
    }
}
