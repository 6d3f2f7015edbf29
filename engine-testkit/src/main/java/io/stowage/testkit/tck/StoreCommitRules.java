package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.delete;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.CommitResult.Conflict;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a commit does, and what it must not. */
interface StoreCommitRules extends StoreRules {

    @Test
    default void st01_aPartitionThatWasNeverWrittenIsAtRevisionZero() {
        StateStore store = underTest().first();
        assertThat(store.read(PARTITION)).isEqualTo(new PartitionSnapshot(Revision.NONE, List.of()));
        store.changesAfter(PARTITION, Revision.NONE, Duration.ZERO);
        store.acquire(PARTITION, "me", StoreUnderTest.LONG);
        store.outcome(PARTITION, "none");
        assertThat(store.read(PARTITION)).isEqualTo(new PartitionSnapshot(Revision.NONE, List.of()));
        assertThat(store.partitions("")).isEmpty();
    }

    @Test
    default void st02_aCommitRaisesTheRevisionByExactlyOne() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        store.commit(1, null, put("a", 2), put("b", 1), put("c", 1));
        store.commit(2, null);
        store.commit(3, null, delete("a"), delete("b"));
        store.commit(4, null, delete("never-there"));
        assertThat(store.revision()).isEqualTo(5);
    }

    @Test
    default void st03_aCommitPutsReplacesAndRemoves() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1), put("b", 1), put("service", "a", 7, "[]"));
        store.commit(1, null, put("a", 2), delete("b"), put("c", 1), delete("never-there"));
        assertThat(store.contents()).containsExactly("service/a=7 []", "task/a=2 {\"v\":2}", "task/c=1 {\"v\":1}");
        store.commit(2, null, put("b", 9), delete("c"));
        assertThat(store.contents()).containsExactly("service/a=7 []", "task/a=2 {\"v\":2}", "task/b=9 {\"v\":9}");
    }

    @Test
    default void st04_aCommitAtAnotherRevisionChangesNothing() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        store.commit(1, null, put("a", 2));
        for (long wrong : List.of(0L, 1L, 3L, 1000L)) {
            assertThat(store.first().commit(store.newCommit(wrong, null, put("a", 99), put("z", 1))))
                    .as("a commit at revision %s", wrong)
                    .isEqualTo(new Conflict(store.at(2)));
            assertThat(store.first().commit(store.newCommit(wrong, null)))
                    .as("an empty commit at revision %s", wrong)
                    .isEqualTo(new Conflict(store.at(2)));
        }
        assertThat(store.revision()).isEqualTo(2);
        assertThat(store.contents()).containsExactly("task/a=2 {\"v\":2}");
        assertThat(StoreUnderTest.show(store.changesAfter(1))).containsExactly("task/a=2 {\"v\":2}");
        assertThat(store.second().commit(store.newCommitTo("cluster/other", 1, null)))
                .as("a commit at revision 1 of a partition that is not there")
                .isEqualTo(new Conflict(Revision.NONE));
    }

    /** A store that has lost commits gives their numbers to others: what was decided on a lost one is not applied to those. */
    @Test
    default void st47_aCommitDecidedOnAnotherCommitOfTheSameNumberChangesNothing() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        store.commit(1, null, put("a", 2));
        Revision now = store.at(2);
        for (Revision wrong : List.of(
                new Revision(2, "lost"), new Revision(2, store.at(1).commitId()), new Revision(1, now.commitId()))) {
            assertThat(store.first().commit(store.newCommit(wrong, null, put("a", 99))))
                    .as("a commit at %s of a partition at %s", wrong, now)
                    .isEqualTo(new Conflict(now));
        }
        assertThat(store.first().read(PARTITION).revision()).isEqualTo(now);
        assertThat(store.contents()).containsExactly("task/a=2 {\"v\":2}");
        store.commit(2, null, put("a", 3));
    }

    /** Each commit writes all of the records with its revision as their version: a reader that sees two versions saw half of one. */
    @Test
    default void st05_readersSeeAllOfACommitOrNothingOfIt() throws Exception {
        StoreUnderTest store = underTest();
        int records = 20;
        int commits = 150;
        store.commit(0, null, sameVersion(records, 1));
        AtomicBoolean done = new AtomicBoolean();
        List<Callable<Integer>> work = new ArrayList<>();
        work.add(() -> {
            try {
                for (int revision = 1; revision < commits; revision++) {
                    store.commit(revision, null, sameVersion(records, revision + 1));
                }
            } finally {
                done.set(true);
            }
            return commits;
        });
        work.add(() -> seeWholeSnapshots(store.second(), records, done));
        work.add(() -> seeWholeChanges(store.second(), store.at(1), records, done));
        Together.all(store.patience().multipliedBy(2), work);
        assertThat(store.revision()).isEqualTo(commits);
    }

    private static Write[] sameVersion(int records, long version) {
        Write[] writes = new Write[records];
        for (int i = 0; i < records; i++) {
            writes[i] = put("record-" + i, version);
        }
        return writes;
    }

    private static int seeWholeSnapshots(StateStore store, int records, AtomicBoolean done) {
        int seen = 0;
        while (!done.get()) {
            PartitionSnapshot snapshot = store.read(PARTITION);
            assertThat(snapshot.records())
                    .as("the snapshot at revision %s", snapshot.revision())
                    .hasSize(records)
                    .extracting(StoredRecord::version)
                    .containsOnly(snapshot.revision().number());
            seen++;
        }
        return seen;
    }

    private static int seeWholeChanges(StateStore store, Revision begin, int records, AtomicBoolean done) {
        Revision revision = begin;
        int seen = 0;
        while (!done.get()) {
            var changes = store.changesAfter(PARTITION, revision, Duration.ofMillis(20));
            if (changes.revision().number() > revision.number()) {
                assertThat(changes.writes())
                        .as("the changes from revision %s to %s", revision, changes.revision())
                        .hasSize(records)
                        .allMatch(write -> ((Write.Put) write).record().version()
                                == changes.revision().number());
            }
            revision = changes.revision();
            seen++;
        }
        return seen;
    }
}
