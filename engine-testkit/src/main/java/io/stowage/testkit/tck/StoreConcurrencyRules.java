package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.CommitResult.Conflict;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Many at once. */
interface StoreConcurrencyRules extends StoreRules {

    int WRITERS = 8;

    /** Each record of the history is of one commit: what it says must be what the last winner of each writer wrote. */
    @Test
    default void st40_ofManyCommitsAtOneRevisionOneSucceeds() throws Exception {
        StoreUnderTest store = underTest();
        List<Callable<List<Long>>> writers = new ArrayList<>();
        int revisions = 300;
        for (int i = 0; i < WRITERS; i++) {
            String writer = "writer-" + i;
            StateStore through = i % 2 == 0 ? store.first() : store.second();
            writers.add(() -> wins(store, through, writer, revisions));
        }
        List<List<Long>> won = Together.all(store.patience().multipliedBy(2), writers);
        assertThat(won.stream().flatMap(List::stream).sorted().toList())
                .as("the revisions that were won, each by one writer")
                .doesNotHaveDuplicates()
                .hasSize(revisions);
        assertThat(store.revision()).isEqualTo(revisions);
        Map<String, Long> expected = new TreeMap<>();
        for (int i = 0; i < WRITERS; i++) {
            List<Long> ofWriter = won.get(i);
            if (!ofWriter.isEmpty()) {
                expected.put("writer-" + i, ofWriter.get(ofWriter.size() - 1));
            }
        }
        Map<String, Long> found = new TreeMap<>();
        store.records().forEach(record -> found.put(record.id(), record.version()));
        assertThat(found).isEqualTo(expected);
    }

    private static List<Long> wins(StoreUnderTest store, StateStore through, String writer, int revisions) {
        List<Long> won = new ArrayList<>();
        Revision revision = Revision.NONE;
        while (revision.number() < revisions) {
            Commit commit = store.newCommit(revision, null, put(writer, revision.number() + 1));
            CommitResult result = through.commit(commit);
            if (result instanceof Committed committed) {
                assertThat(committed.revision()).isEqualTo(revision.number() + 1);
                won.add(committed.revision());
                revision = commit.revision();
            } else {
                Revision current = ((Conflict) result).currentRevision();
                assertThat(current.number())
                        .as("the revision of a conflict at %s", revision)
                        .isGreaterThan(revision.number());
                revision = current;
            }
        }
        return won;
    }

    @Test
    default void st41_writersOfDifferentPartitionsDoNotDisturbEachOther() throws Exception {
        StoreUnderTest store = underTest();
        int commits = 40;
        List<Callable<Long>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String partition = PARTITION + "-" + i;
            StateStore through = i % 2 == 0 ? store.first() : store.second();
            writers.add(() -> {
                for (int revision = 0; revision < commits; revision++) {
                    Commit commit = store.newCommitTo(
                            partition, revision, null, put("a", revision + 1), put("b-" + revision, 1));
                    assertThat(through.commit(commit)).isEqualTo(new Committed(revision + 1));
                    store.made(commit);
                }
                return through.read(partition).revision().number();
            });
        }
        assertThat(Together.all(store.patience().multipliedBy(2), writers)).containsOnly((long) commits);
        for (int i = 0; i < WRITERS; i++) {
            assertThat(store.first().read(PARTITION + "-" + i).records())
                    .hasSize(commits + 1)
                    .first()
                    .extracting(StoredRecord::version)
                    .isEqualTo((long) commits);
        }
    }

    /** As after lost connections: each commit is sent through one store, and what became of it is asked of another. */
    @Test
    default void st54_whoHeardNoAnswersLearnsOfEachCommitWhetherItWasApplied() throws Exception {
        StoreUnderTest store = underTest();
        int commits = 25;
        List<Callable<List<Long>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String writer = "writer-" + i;
            StateStore through = i % 2 == 0 ? store.first() : store.second();
            StateStore other = i % 2 == 0 ? store.second() : store.first();
            writers.add(() -> {
                List<Long> applied = new ArrayList<>();
                for (long number = 1; number <= commits; number++) {
                    Revision revision = through.read(PARTITION).revision();
                    Commit commit = store.newCommit(revision, null, put(writer, number));
                    CommitResult lost = through.commit(commit);
                    assertThat(lost).isInstanceOfAny(Committed.class, Conflict.class);
                    if (other.outcome(PARTITION, commit.commitId()).isPresent()) {
                        applied.add(number);
                    }
                }
                return applied;
            });
        }
        List<List<Long>> applied = Together.all(store.patience().multipliedBy(2), writers);
        assertThat(store.revision())
                .as("as many as were applied by what the outcomes say")
                .isEqualTo(applied.stream().mapToInt(List::size).sum());
        store.records().forEach(record -> {
            List<Long> ofWriter = applied.get(Integer.parseInt(record.id().substring("writer-".length())));
            assertThat(record.version()).as(record.id()).isEqualTo(ofWriter.get(ofWriter.size() - 1));
        });
    }

    @Test
    default void st42_closingTwiceIsNoError() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        store.second().close();
        store.second().close();
        store.first().close();
        store.first().close();
    }
}
