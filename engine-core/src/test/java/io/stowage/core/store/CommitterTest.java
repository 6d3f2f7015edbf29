package io.stowage.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.world.Outcome;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit whose outcome is unknown is asked about, never sent again blindly. */
class CommitterTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final List<String> troubles = new ArrayList<>();
    private final List<CommitResult> results = new ArrayList<>();
    private boolean goOn = true;
    private final Committer committer = new Committer(
            new StorePort(store, world.lane("store", 1), DEADLINE),
            world.strand("test"),
            commit -> goOn,
            troubles::add);

    private void commit(String id) {
        committer.commit(first(id), results::add);
        world.settle();
    }

    private static Commit first(String id) {
        return new Commit("p", id, Revision.NONE, null, List.of());
    }

    private void failOnce(Runnable how) {
        store.beforeCommit(commit -> {
            store.beforeCommit(again -> {});
            how.run();
        });
    }

    @Test
    void handsOverTheResult() {
        commit("one");
        commit("two");
        assertThat(results)
                .containsExactly(new CommitResult.Committed(1), new CommitResult.Conflict(new Revision(1, "one")));
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatWasAppliedIsNotSentAgain() {
        store.afterCommit(commit -> {
            throw new IllegalStateException("the line went dead");
        });
        commit("one");
        assertThat(results).isEmpty();
        world.pass(Duration.ofSeconds(1));
        assertThat(results).containsExactly(new CommitResult.Committed(1));
        assertThat(store.commits()).hasSize(1);
        assertThat(troubles)
                .singleElement()
                .asString()
                .contains("store.commit failed")
                .contains("the line went dead");
    }

    @Test
    void whatWasNotAppliedIsSentAgainUnderTheSameId() {
        failOnce(() -> {
            throw new HandWorld.NoAnswer();
        });
        commit("one");
        world.pass(DEADLINE.plusSeconds(1));
        assertThat(results).containsExactly(new CommitResult.Committed(1));
        assertThat(store.commits()).extracting(Commit::commitId).containsExactly("one", "one");
        assertThat(troubles).singleElement().asString().contains("store.commit did not answer");
    }

    @Test
    void whatAnotherOutranMeanwhileConflicts() {
        failOnce(() -> {
            throw new IllegalStateException("not now");
        });
        commit("one");
        store.commit(first("another"));
        world.pass(Duration.ofSeconds(1));
        assertThat(results).containsExactly(new CommitResult.Conflict(new Revision(1, "another")));
    }

    @Test
    void asksAgainWithGrowingPausesUntilThereIsAnAnswer() {
        store.beforeCommit(commit -> {
            throw new IllegalStateException("not now");
        });
        commit("one");
        world.pass(Duration.ofMinutes(1));
        assertThat(results).isEmpty();
        // 100 ms, doubling, at most 5 s.
        assertThat(store.commits()).hasSizeBetween(15, 20);
        store.beforeCommit(commit -> {});
        world.pass(Duration.ofSeconds(6));
        assertThat(results).containsExactly(new CommitResult.Committed(1));
    }

    @Test
    void givesUpWithoutAResultWhenItMayNotGoOn() {
        store.beforeCommit(commit -> {
            throw new IllegalStateException("not now");
        });
        commit("one");
        goOn = false;
        world.pass(Duration.ofMinutes(1));
        assertThat(results).isEmpty();
        assertThat(store.commits()).hasSize(1);
    }

    /** The answer may have taken so long that the lease is over by then. */
    @Test
    void doesNotSendAgainWhatItMayNotWhenItLearnsThatItWasNotApplied() {
        List<String> asked = new ArrayList<>();
        Committer once = new Committer(
                new StorePort(store, world.lane("store", 1), DEADLINE),
                world.strand("test"),
                commit -> {
                    asked.add("may it go on?");
                    return asked.size() == 1;
                },
                troubles::add);
        failOnce(() -> {
            throw new IllegalStateException("not now");
        });
        once.commit(first("one"), results::add);
        world.pass(Duration.ofMinutes(1));
        assertThat(asked).hasSize(2);
        assertThat(store.commits()).hasSize(1);
        assertThat(results).isEmpty();
    }

    @Test
    void saysWhatBecameOfACall() {
        assertThat(Committer.describe("read", new Outcome.Success<>("x"))).isEqualTo("store.read answered");
        assertThat(Committer.describe("read", new Outcome.Unknown<>("late")))
                .isEqualTo("store.read did not answer: late");
    }
}
