package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.LONG;
import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.CommitResult.Conflict;
import io.stowage.spi.CommitResult.Fenced;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who has lost its lease writes no more. */
interface StoreFencingRules extends StoreRules {

    @Test
    default void st20_aCommitUnderAnyOtherThanTheCurrentLeaseIsFenced() {
        StoreUnderTest store = underTest();
        Lease gone = store.acquire("me");
        store.first().release(gone);
        Lease current = store.acquire("me");
        Lease elsewhere = store.first().acquire("cluster/other", "me", LONG).orElseThrow();
        store.commit(0, current, put("a", 1));
        for (Lease wrong : List.of(
                gone,
                new Lease(PARTITION, "you", current.epoch()),
                new Lease(PARTITION, "me", current.epoch() + 1),
                elsewhere)) {
            assertThat(store.first().commit(store.newCommit(1, wrong, put("a", 99))))
                    .as("a commit under %s while %s is current", wrong, current)
                    .isEqualTo(new Fenced());
        }
        assertThat(store.contents()).containsExactly("task/a=1 {\"v\":1}");
        assertThat(store.revision()).isEqualTo(1);
        store.commit(1, current, put("a", 2));
    }

    @Test
    default void st21_aCommitUnderALostLeaseIsFencedWhateverItsRevision() {
        StoreUnderTest store = underTest();
        long sentAt = System.nanoTime();
        Lease mine = store.acquire("me", store.shortLease());
        store.commit(0, mine, put("a", 1));
        Lease yours = store.acquireOnceExpired("you", sentAt, store.shortLease());
        for (long revision : List.of(0L, 1L, 2L)) {
            assertThat(store.first().commit(store.newCommit(revision, mine, put("a", 99))))
                    .as("a commit at revision %s under the lost lease", revision)
                    .isEqualTo(new Fenced());
        }
        Commit next = store.newCommit(1, yours, put("a", 2));
        assertThat(store.second().commit(next)).isEqualTo(new Committed(2));
        store.made(next);
        assertThat(store.first().commit(store.newCommit(2, mine, put("a", 99)))).isEqualTo(new Fenced());
        assertThat(store.contents()).containsExactly("task/a=2 {\"v\":2}");
    }

    /**
     * In each round one engine commits as fast as it can while its lease goes to another. The other reads the partition once it has
     * the lease, and holds still until the first has been fenced: whatever is committed between was let through by a check that was
     * over before the write was.
     */
    @Test
    default void st22_theLeaseIsCheckedInOneStepWithTheWrites() throws Exception {
        StoreUnderTest store = underTest();
        Revision revision = Revision.NONE;
        for (int round = 0; round < 25; round++) {
            Lease old = store.acquire("old-" + round);
            String successor = "new-" + round;
            CountDownLatch committing = new CountDownLatch(1);
            Revision begin = revision;
            List<Callable<Long>> engines = List.of(
                    () -> lastCommitUnder(store, old, begin, committing),
                    () -> takeOver(store, old, successor, committing));
            List<Long> ends = Together.all(store.patience(), engines);
            assertThat(ends.get(0))
                    .as("the last revision committed under the old lease, against that which its successor read")
                    .isLessThanOrEqualTo(ends.get(1));
            revision = store.first().read(PARTITION).revision();
            store.first().release(store.acquire(successor));
        }
    }

    private static long lastCommitUnder(StoreUnderTest store, Lease lease, Revision begin, CountDownLatch committing) {
        Revision revision = begin;
        long end = System.nanoTime() + store.patience().toNanos();
        while (System.nanoTime() < end) {
            Commit commit = store.newCommit(revision, lease, put("a", revision.number() + 1));
            CommitResult result = store.first().commit(commit);
            committing.countDown();
            if (result instanceof Committed) {
                revision = commit.revision();
            } else if (result instanceof Conflict conflict) {
                throw new AssertionError("nobody else commits, but the answer was " + conflict + " at " + revision);
            } else {
                return revision.number();
            }
        }
        throw new AssertionError("commits under a lost lease were not fenced");
    }

    private static long takeOver(StoreUnderTest store, Lease old, String successor, CountDownLatch committing)
            throws InterruptedException {
        committing.await(store.patience().toNanos(), TimeUnit.NANOSECONDS);
        store.second().release(old);
        assertThat(store.second().acquire(PARTITION, successor, LONG)).isPresent();
        return store.second().read(PARTITION).revision().number();
    }

    /** Three engines hand the lease around, and none of them notices when it has lost it: in the history no epoch comes after a later one. */
    @Test
    default void st23_noCommitOfAnEpochComesAfterOneOfALaterEpoch() throws Exception {
        StoreUnderTest store = underTest();
        Queue<Lease> lost = new ConcurrentLinkedQueue<>();
        List<Callable<List<long[]>>> engines = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String holder = "engine-" + i;
            StateStore through = i % 2 == 0 ? store.first() : store.second();
            engines.add(() -> new Engine(store, through, holder, lost).run(80));
        }
        List<long[]> history = new ArrayList<>();
        Together.all(store.patience().multipliedBy(2), engines).forEach(history::addAll);
        history.sort((a, b) -> Long.compare(a[0], b[0]));
        assertThat(history.stream().map(commit -> commit[0]).toList())
                .as("the revisions, each won by one commit")
                .doesNotHaveDuplicates()
                .hasSize((int) store.revision());
        assertThat(history.stream().map(commit -> commit[1]).toList())
                .as("the epochs in order of the revisions")
                .isSorted();
    }

    /** Acquires the lease, commits, and gives it back, again and again. Between its commits come those of an engine that held it before. */
    final class Engine {
        private final StoreUnderTest store;
        private final StateStore through;
        private final String holder;
        private final Queue<Lease> lost;
        private final List<long[]> committed = new ArrayList<>();

        Engine(StoreUnderTest store, StateStore through, String holder, Queue<Lease> lost) {
            this.store = store;
            this.through = through;
            this.holder = holder;
            this.lost = lost;
        }

        /** The revision and epoch of each of its commits. */
        List<long[]> run(int terms) {
            for (int term = 0; term < terms; term++) {
                through.acquire(PARTITION, holder, LONG).ifPresent(this::lead);
            }
            return committed;
        }

        private void lead(Lease lease) {
            commit(lease);
            Lease former = lost.poll();
            if (former != null) {
                commit(former);
            }
            commit(lease);
            through.release(lease);
            commit(lease);
            lost.add(lease);
        }

        private void commit(Lease lease) {
            Revision revision = through.read(PARTITION).revision();
            if (through.commit(store.newCommit(revision, lease, put("a", lease.epoch())))
                    instanceof Committed success) {
                committed.add(new long[] {success.revision(), lease.epoch()});
            }
        }
    }
}
