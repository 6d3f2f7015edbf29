package io.stowage.testkit.tck;

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
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What becomes of a commit whose answer was lost. */
interface StoreResendRules extends StoreRules {

    @Test
    default void st06_aCommitSentAgainAnswersAsTheFirstTimeAndIsNotAppliedTwice() {
        StoreUnderTest store = underTest();
        Lease lease = store.acquire("me");
        Commit sent = store.newCommit(0, lease, put("a", 1));
        assertThat(store.first().commit(sent)).isEqualTo(new Committed(1));
        assertThat(store.first().commit(sent)).as("sent again at once").isEqualTo(new Committed(1));
        store.made(sent);
        store.commit(1, lease, put("a", 2));
        assertThat(store.second().commit(sent)).as("sent again later").isEqualTo(new Committed(1));
        store.first().release(lease);
        store.acquire("you");
        assertThat(store.second().commit(sent))
                .as("sent again after the lease was lost")
                .isEqualTo(new Committed(1));
        assertThat(store.revision()).isEqualTo(2);
        assertThat(store.contents()).containsExactly("task/a=2 {\"v\":2}");
    }

    @Test
    default void st07_theOutcomeOfACommitIsItsResultOrNothing() {
        StoreUnderTest store = underTest();
        Lease lease = store.acquire("me");
        Commit applied = store.newCommit(0, lease, put("a", 1));
        Commit conflicting = store.newCommit(7, lease, put("b", 1));
        Commit fenced = store.newCommit(applied.revision(), new Lease(PARTITION, "you", lease.epoch()), put("c", 1));
        store.first().commit(applied);
        store.first().commit(conflicting);
        store.first().commit(fenced);
        assertThat(store.second().outcome(PARTITION, applied.commitId())).contains(new Committed(1));
        assertThat(store.second().outcome(PARTITION, conflicting.commitId())).isEmpty();
        assertThat(store.second().outcome(PARTITION, fenced.commitId())).isEmpty();
        assertThat(store.second().outcome(PARTITION, "never-sent")).isEmpty();
        assertThat(store.second().outcome("cluster/never-written", "never-sent"))
                .isEmpty();
    }

    @Test
    default void st08_aRefusedCommitIsNotAppliedByItselfAndIsJudgedAnewWhenSentAgain() {
        StoreUnderTest store = underTest();
        Commit first = store.newCommit(0, null, put("a", 1));
        Commit early = store.newCommit(first.revision(), null, put("early", 1));
        assertThat(store.first().commit(early)).isEqualTo(new Conflict(Revision.NONE));
        assertThat(store.first().commit(first)).isEqualTo(new Committed(1));
        assertThat(store.contents()).as("what fits the refused commit now").containsExactly("task/a=1 {\"v\":1}");
        assertThat(store.first().outcome(PARTITION, early.commitId())).isEmpty();
        assertThat(store.first().commit(early)).as("sent again").isEqualTo(new Committed(2));

        Lease lost = store.acquire("me");
        store.first().release(lost);
        Commit fenced = store.newCommit(early.revision(), lost, put("b", 1));
        assertThat(store.first().commit(fenced)).isEqualTo(new Fenced());
        Commit again = new Commit(PARTITION, fenced.commitId(), early.revision(), store.acquire("me"), fenced.writes());
        assertThat(store.first().commit(again)).isEqualTo(new Committed(3));
    }

    @Test
    default void st09_aCommitIdIsRememberedForAnHour() {
        StoreUnderTest store = underTest();
        Commit sent = store.newCommit(0, null, put("a", 1));
        assertThat(store.first().commit(sent)).isEqualTo(new Committed(1));
        store.made(sent);
        int later = 500;
        for (int revision = 1; revision <= later; revision++) {
            store.commit(revision, null, put("a", revision + 1));
        }
        store.letTimePass(Duration.ofMinutes(59));
        long now = store.commit(later + 1, null, put("a", later + 2));
        assertThat(store.first().outcome(PARTITION, sent.commitId())).contains(new Committed(1));
        assertThat(store.first().commit(sent)).isEqualTo(new Committed(1));
        assertThat(store.revision()).isEqualTo(now);
    }

    @Test
    default void st10_aCommitSentSeveralTimesAtOnceIsAppliedOnce() throws Exception {
        StoreUnderTest store = underTest();
        for (int revision = 0; revision < 20; revision++) {
            Commit sent = store.newCommit(revision, null, put("a", revision + 1));
            List<Callable<CommitResult>> senders = List.of(
                    () -> store.first().commit(sent),
                    () -> store.second().commit(sent),
                    () -> store.first().commit(sent),
                    () -> store.second().commit(sent));
            assertThat(Together.all(store.patience(), senders))
                    .isEqualTo(Collections.nCopies(senders.size(), new Committed(revision + 1)));
            store.made(sent);
        }
        assertThat(store.revision()).isEqualTo(20);
    }
}
