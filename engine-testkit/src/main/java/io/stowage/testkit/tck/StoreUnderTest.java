package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store, a second one on the same state (or the same one again), and short ways to use them. All of its ways use the first one;
 * the names of partitions are the tests' own.
 */
final class StoreUnderTest {

    /** The partition of every test that needs but one. */
    static final String PARTITION = "cluster/harbour";

    static final String KIND = "task";

    /** Longer than any test: a lease that does not expire. */
    static final Duration LONG = Duration.ofHours(12);

    private static final Duration MARGIN = Duration.ofMillis(50);
    private static final double CLOCK_RATE = 0.9;

    private final StateStoreTck tck;
    private final StateStore first;
    private final StateStore second;
    private final AtomicLong commits = new AtomicLong();
    /** The revisions that these commits make, by partition and number. */
    private final Map<String, Revision> made = new ConcurrentHashMap<>();

    StoreUnderTest(StateStoreTck tck, StateStore first, StateStore second) {
        this.tck = tck;
        this.first = first;
        this.second = second;
    }

    StateStore first() {
        return first;
    }

    /** The store as another engine has it. */
    StateStore second() {
        return second;
    }

    Duration patience() {
        return tck.patience();
    }

    Duration shortLease() {
        return tck.shortLease();
    }

    boolean letTimePass(Duration time) {
        return tck.letTimePass(time);
    }

    void close() {
        second.close();
        first.close();
    }

    String newCommitId() {
        return "commit-" + commits.incrementAndGet();
    }

    /** The revision of this number of {@link #PARTITION}; one that never was if no commit has made it. */
    Revision at(long number) {
        return at(PARTITION, number);
    }

    private Revision at(String partition, long number) {
        Revision unknown = new Revision(number, "never-sent");
        return number == 0 ? Revision.NONE : made.getOrDefault(partition + "@" + number, unknown);
    }

    Commit newCommit(long revision, @Nullable Lease lease, Write... writes) {
        return newCommit(at(revision), lease, writes);
    }

    Commit newCommit(Revision revision, @Nullable Lease lease, Write... writes) {
        return new Commit(PARTITION, newCommitId(), revision, lease, List.of(writes));
    }

    Commit newCommitTo(String partition, long revision, @Nullable Lease lease, Write... writes) {
        return new Commit(partition, newCommitId(), at(partition, revision), lease, List.of(writes));
    }

    /** What a commit has made is from now on what its number means. */
    void made(Commit commit) {
        made.put(commit.partition() + "@" + commit.revision().number(), commit.revision());
    }

    /** A commit that has to succeed; gives the revision after it. */
    long commit(long revision, @Nullable Lease lease, Write... writes) {
        return commitTo(PARTITION, revision, lease, writes);
    }

    long commitTo(String partition, long revision, @Nullable Lease lease, Write... writes) {
        Commit commit = newCommitTo(partition, revision, lease, writes);
        assertThat(first.commit(commit)).isEqualTo(new Committed(revision + 1));
        made(commit);
        return revision + 1;
    }

    Lease acquire(String holder) {
        return acquire(holder, LONG);
    }

    Lease acquire(String holder, Duration timeToLive) {
        Optional<Lease> lease = first.acquire(PARTITION, holder, timeToLive);
        assertThat(lease).as("the lease for %s", holder).isPresent();
        return lease.orElseThrow();
    }

    /** Half of a lease's time goes by. */
    void letHalfPass(Duration timeToLive) {
        Duration half = timeToLive.dividedBy(2);
        if (!letTimePass(half)) {
            Together.wait(half);
        }
    }

    /**
     * Waits until the present lease has expired and another holder has it, and sees to it that that is not too early and not too late.
     *
     * @param sentAt {@link System#nanoTime()} from before the present lease was acquired or renewed; of no use where the store's clock
     *     is moved
     */
    Lease acquireOnceExpired(String holder, long sentAt, Duration timeToLive) {
        if (letTimePass(timeToLive.minus(MARGIN))) {
            assertThat(second.acquire(PARTITION, holder, LONG))
                    .as("the lease for %s, %s before it expires", holder, MARGIN)
                    .isEmpty();
            letTimePass(MARGIN.plus(MARGIN));
        } else {
            return pollUntilExpired(holder, sentAt, timeToLive);
        }
        Optional<Lease> taken = second.acquire(PARTITION, holder, LONG);
        assertThat(taken).as("the lease for %s after it expired", holder).isPresent();
        return taken.orElseThrow();
    }

    private Lease pollUntilExpired(String holder, long sentAt, Duration timeToLive) {
        Lease[] taken = new Lease[1];
        boolean expired = Together.comesTrue(timeToLive.plus(patience()), () -> {
            second.acquire(PARTITION, holder, LONG).ifPresent(lease -> taken[0] = lease);
            return taken[0] != null;
        });
        assertThat(expired).as("that the lease expires").isTrue();
        assertThat(System.nanoTime() - sentAt)
                .as("nanoseconds until another holder got the lease, of a lease of %s", timeToLive)
                .isGreaterThanOrEqualTo((long) (timeToLive.toNanos() * CLOCK_RATE));
        return taken[0];
    }

    long revision() {
        return first.read(PARTITION).revision().number();
    }

    List<StoredRecord> records() {
        return first.read(PARTITION).records();
    }

    /** Its records as {@code kind/id=version text}. */
    List<String> contents() {
        return first.read(PARTITION).records().stream()
                .map(StoreUnderTest::show)
                .toList();
    }

    Changes changesAfter(long revision) {
        return first.changesAfter(PARTITION, at(revision), Duration.ZERO);
    }

    static Write put(String id, long version) {
        return put(KIND, id, version, "{\"v\":" + version + "}");
    }

    static Write put(String kind, String id, long version, String text) {
        return new Write.Put(new StoredRecord(kind, id, version, Payload.ofText(text)));
    }

    static Write delete(String id) {
        return new Write.Delete(KIND, id);
    }

    static String show(StoredRecord record) {
        return record.kind() + "/" + record.id() + "=" + record.version() + " "
                + record.payload().text();
    }

    /** As {@code kind/id=version text}, or {@code kind/id gone}. */
    static String show(Write write) {
        return write instanceof Write.Put put ? show(put.record()) : write.kind() + "/" + write.id() + " gone";
    }

    static List<String> show(Changes changes) {
        return changes.writes().stream().map(StoreUnderTest::show).toList();
    }
}
