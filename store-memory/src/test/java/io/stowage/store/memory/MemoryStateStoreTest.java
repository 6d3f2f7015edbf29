package io.stowage.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStoreProvider;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryStateStoreTest {

    private static final Duration TTL = Duration.ofSeconds(10);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final MemoryStateStore store = new MemoryStateStore(clock::get, new Limits(3, 100, Duration.ofHours(1)));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isFoundByItsName() {
        StateStoreProvider provider = ServiceLoader.load(StateStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("memory"))
                .findFirst()
                .orElseThrow();
        assertThat(provider.open(Map.of())).isInstanceOf(MemoryStateStore.class);
        assertThatThrownBy(() -> provider.open(Map.of("url", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url");
    }

    private Lease lease(String partition, String holder) {
        return store.acquire(partition, holder, TTL).orElseThrow();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void aPartitionWithNothingButALeaseIsForgottenAnHourAfterThatAndItsEpochsGoOn() {
        lease("engine/one", "x");
        store.release(lease("engine/one", "x"));
        lease("engine/one", "x");
        Lease last = lease("engine/one", "x");
        pass(TTL.plus(Duration.ofHours(1)).minusNanos(1));
        lease("engine/two", "y");
        assertThat(store.renew(last, TTL)).as("kept").isTrue();
        pass(TTL.plus(Duration.ofHours(1)));
        lease("engine/three", "y");
        assertThat(store.renew(last, TTL)).as("forgotten").isFalse();
        assertThat(lease("engine/one", "x").epoch()).isGreaterThan(last.epoch());
    }

    @Test
    void aPartitionThatWasWrittenIsNeverForgotten() {
        Lease lease = lease("p", "x");
        assertThat(store.commit(new Commit("p", "first", Revision.NONE, lease, List.of())))
                .isInstanceOf(CommitResult.Committed.class);
        pass(TTL.plus(Duration.ofDays(1)));
        lease("engine/two", "y");
        assertThat(store.renew(lease, TTL)).isTrue();
    }

    @Test
    void keepsThePayloadItself() {
        Payload payload = Payload.ofObject("anything", object -> {
            throw new AssertionError("must not be serialised");
        });
        commit("p", 0, null, new Write.Put(new StoredRecord("task", "a", 1, payload)));
        assertThat(store.read("p").records().get(0).payload()).isSameAs(payload);
    }

    @Test
    void listsThePartitionsThatWereWritten() {
        commit("cluster/b", 0, null);
        commit("cluster/a", 0, null);
        commit("inbox/a", 0, null);
        store.acquire("cluster/leased-only", "me", TTL);
        assertThat(store.partitions("cluster/")).containsExactly("cluster/a", "cluster/b");
        assertThat(store.partitions("")).containsExactly("cluster/a", "cluster/b", "inbox/a");
    }

    @Test
    void anUnwrittenPartitionIsEmptyAtRevisionZero() {
        assertThat(store.read("none").revision()).isEqualTo(Revision.NONE);
        assertThat(store.read("none").records()).isEmpty();
        assertThat(store.outcome("none", "x")).isEmpty();
        assertThat(store.changesAfter("none", Revision.NONE, Duration.ZERO))
                .isEqualTo(new Changes(Revision.NONE, true, List.of()));
    }

    @Test
    void aCommitSentAgainAnswersAsTheFirstTimeAndIsNotAppliedTwice() {
        Lease lease = store.acquire("p", "me", TTL).orElseThrow();
        Commit first = new Commit("p", "one", Revision.NONE, lease, List.of(put("a", 1)));
        assertThat(store.commit(first)).isEqualTo(new CommitResult.Committed(1));
        Commit second = new Commit("p", "two", first.revision(), lease, List.of(put("a", 2)));
        assertThat(store.commit(second)).isEqualTo(new CommitResult.Committed(2));
        store.release(lease);
        assertThat(store.commit(first)).isEqualTo(new CommitResult.Committed(1));
        assertThat(store.outcome("p", "one")).contains(new CommitResult.Committed(1));
        assertThat(store.read("p").revision()).isEqualTo(second.revision());
        assertThat(store.read("p").records().get(0).version()).isEqualTo(2);
    }

    @Test
    void anOutcomeThatWasNoCommitIsEmpty() {
        store.commit(new Commit("p", "early", at("p", 7), null, List.of()));
        assertThat(store.outcome("p", "early")).isEmpty();
    }

    @Test
    void commitIdsAreForgottenWhenTheyAreTooManyOrTooOld() {
        for (int i = 0; i < 5; i++) {
            store.commit(new Commit("p", "c" + i, store.read("p").revision(), null, List.of()));
        }
        assertThat(store.outcome("p", "c1")).isEmpty();
        assertThat(store.outcome("p", "c2")).isPresent();
        clock.addAndGet(Duration.ofHours(5).toNanos());
        commitNext("p");
        clock.addAndGet(Duration.ofHours(1).toNanos());
        commitNext("p");
        assertThat(store.outcome("p", "c4")).as("an hour after the next one").isPresent();
        clock.addAndGet(1);
        commitNext("p");
        assertThat(store.outcome("p", "c4"))
                .as("more than an hour after the next one")
                .isEmpty();
    }

    @Test
    void tombstonesAreForgottenWhenTheyAreTooOld() {
        commit("p", 0, null, put("a", 1), put("b", 1));
        commit("p", 1, null, new Write.Delete("task", "a"));
        assertThat(store.changesAfter("p", at("p", 1), Duration.ZERO).writes())
                .containsExactly(new Write.Delete("task", "a"));
        clock.addAndGet(Duration.ofHours(1).toNanos() + 1);
        commit("p", 2, null, put("c", 1));
        assertThat(store.changesAfter("p", at("p", 1), Duration.ZERO))
                .isEqualTo(new Changes(at("p", 3), false, List.of()));
        assertThat(store.changesAfter("p", at("p", 2), Duration.ZERO).complete())
                .isTrue();
    }

    @Test
    void aReaderFromTheFutureHasToReadAnew() {
        assertThat(store.changesAfter("p", at("p", 5), Duration.ZERO).complete())
                .isFalse();
    }

    @Test
    void aLeaseHasOneHolderAndItsEpochRisesWithEachNewOne() {
        Lease mine = store.acquire("p", "me", TTL).orElseThrow();
        assertThat(mine.epoch()).isEqualTo(1);
        assertThat(store.acquire("p", "you", TTL)).isEmpty();
        assertThat(store.acquire("p", "me", TTL)).contains(mine);
        clock.addAndGet(TTL.toNanos() - 1);
        assertThat(store.acquire("p", "you", TTL)).isEmpty();
        clock.addAndGet(1);
        Lease yours = store.acquire("p", "you", TTL).orElseThrow();
        assertThat(yours).isEqualTo(new Lease("p", "you", 2));
        assertThat(store.renew(mine, TTL)).isFalse();
        store.release(mine);
        assertThat(store.renew(yours, TTL)).isTrue();
    }

    @Test
    void renewingProlongsALease() {
        Lease mine = store.acquire("p", "me", TTL).orElseThrow();
        clock.addAndGet(TTL.toNanos() - 1);
        assertThat(store.renew(mine, TTL)).isTrue();
        clock.addAndGet(TTL.toNanos() - 1);
        assertThat(store.acquire("p", "you", TTL)).isEmpty();
    }

    @Test
    void aReleasedLeaseIsGoneForItsFormerHolderToo() {
        Lease mine = store.acquire("p", "me", TTL).orElseThrow();
        store.release(mine);
        assertThat(store.renew(mine, TTL)).isFalse();
        assertThat(store.commit(new Commit("p", "x", Revision.NONE, mine, List.of())))
                .isEqualTo(new CommitResult.Fenced());
        assertThat(store.acquire("p", "me", TTL)).contains(new Lease("p", "me", 2));
    }

    @Test
    void onlyTheCurrentLeaseCommits() {
        Lease mine = store.acquire("p", "me", TTL).orElseThrow();
        assertThat(store.commit(new Commit("p", "1", Revision.NONE, mine, List.of())))
                .isEqualTo(new CommitResult.Committed(1));
        clock.addAndGet(TTL.toNanos());
        Lease yours = store.acquire("p", "you", TTL).orElseThrow();
        assertThat(store.commit(new Commit("p", "2", new Revision(1, "1"), mine, List.of())))
                .isEqualTo(new CommitResult.Fenced());
        assertThat(store.commit(new Commit("p", "3", new Revision(1, "1"), yours, List.of())))
                .isEqualTo(new CommitResult.Committed(2));
        Lease elsewhere = store.acquire("q", "you", TTL).orElseThrow();
        assertThat(store.commit(new Commit("p", "4", new Revision(2, "3"), elsewhere, List.of())))
                .isEqualTo(new CommitResult.Fenced());
    }

    @Test
    void ofManyCommitsAtOneRevisionExactlyOneWins() throws Exception {
        int writers = 4;
        int rounds = 2_000;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<List<Long>>> wins = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String id = "w" + writer;
                wins.add(threads.submit(() -> {
                    start.await();
                    return winsOf(id, rounds);
                }));
            }
            start.countDown();
            List<Long> revisions = new ArrayList<>();
            for (Future<List<Long>> won : wins) {
                revisions.addAll(won.get(50, TimeUnit.SECONDS));
            }
            assertThat(revisions).doesNotHaveDuplicates().hasSize(rounds);
            assertThat(store.read("p").revision().number()).isEqualTo(rounds);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Long> winsOf(String writer, int rounds) {
        List<Long> won = new ArrayList<>();
        Revision revision = Revision.NONE;
        while (revision.number() < rounds) {
            long next = revision.number() + 1;
            Commit commit = new Commit("p", writer + "-" + next, revision, null, List.of(put(writer, next)));
            CommitResult result = store.commit(commit);
            if (result instanceof CommitResult.Committed) {
                revision = commit.revision();
                won.add(next);
            } else {
                revision = ((CommitResult.Conflict) result).currentRevision();
            }
        }
        return won;
    }

    @Test
    void aReaderThatWaitsIsWokenByACommit() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Changes> changes =
                    thread.submit(() -> store.changesAfter("p", Revision.NONE, Duration.ofSeconds(50)));
            commit("p", 0, null, put("a", 1));
            assertThat(changes.get(50, TimeUnit.SECONDS).writes()).hasSize(1);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aReaderThatWaitsInVainGetsNothing() {
        assertThat(store.changesAfter("p", Revision.NONE, Duration.ofMillis(1)))
                .isEqualTo(new Changes(Revision.NONE, true, List.of()));
    }

    @Test
    void closingWakesWhoWaitsAndRefusesWhoComes() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            store.acquire("p", "me", TTL);
            Future<Changes> changes =
                    thread.submit(() -> store.changesAfter("p", Revision.NONE, Duration.ofSeconds(50)));
            store.close();
            assertThatThrownBy(() -> changes.get(50, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> store.read("p")).isInstanceOf(IllegalStateException.class);
        } finally {
            thread.shutdownNow();
        }
    }

    private void commit(String partition, long revision, Lease lease, Write... writes) {
        Revision next = at(partition, revision + 1);
        assertThat(store.commit(
                        new Commit(partition, next.commitId(), at(partition, revision), lease, List.of(writes))))
                .isEqualTo(new CommitResult.Committed(next.number()));
    }

    private void commitNext(String partition) {
        Revision now = store.read(partition).revision();
        store.commit(new Commit(partition, "next-" + now.number(), now, null, List.of()));
    }

    /** The revision that {@link #commit} makes of this number. */
    private static Revision at(String partition, long number) {
        return number == 0 ? Revision.NONE : new Revision(number, "commit-" + partition + number);
    }

    private static Write put(String id, long version) {
        return new Write.Put(new StoredRecord("task", id, version, Payload.ofText("{}")));
    }
}
