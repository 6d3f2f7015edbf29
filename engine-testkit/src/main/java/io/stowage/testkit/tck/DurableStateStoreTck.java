package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.LONG;
import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.delete;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.CommitResult.Fenced;
import io.stowage.spi.Lease;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of a {@link StateStore} that keeps its state when it is closed, or its process ends. */
public abstract class DurableStateStoreTck extends StateStoreTck {

    private final List<StateStore> reopened = new ArrayList<>();

    /** A store on the state that the stores of this test have left. Called when they are closed, several times in a test. */
    protected abstract StateStore reopenStore() throws Exception;

    @AfterEach
    final void closeReopened() {
        reopened.forEach(StateStore::close);
    }

    private StateStore reopen() throws Exception {
        underTest().close();
        reopened.forEach(StateStore::close);
        StateStore store = reopenStore();
        reopened.add(store);
        return store;
    }

    @Test
    void st43_whatWasCommittedIsThereAfterwards() throws Exception {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1), put("b", 1));
        store.commit(1, null, put("task", "hostile", 3, HostileText.json(String.join("", HostileText.WORDS))));
        store.commit(2, null, delete("a"), put("b", 2));
        store.commitTo("cluster/other", 0, null);
        List<String> before = store.contents();
        for (int i = 0; i < 3; i++) {
            StateStore again = reopen();
            assertThat(again.read(PARTITION).revision()).isEqualTo(store.at(3 + i));
            assertThat(again.read(PARTITION).records().stream().map(StoreUnderTest::show))
                    .isEqualTo(before);
            assertThat(again.partitions("")).containsExactly(PARTITION, "cluster/other");
            Commit next = store.newCommit(3 + i, null);
            assertThat(again.commit(next)).isEqualTo(new Committed(4 + i));
            store.made(next);
        }
    }

    @Test
    void st44_commitIdsAreRememberedAfterwards() throws Exception {
        StoreUnderTest store = underTest();
        Commit sent = store.newCommit(0, null, put("a", 1));
        store.first().commit(sent);
        store.made(sent);
        store.commit(1, null, put("a", 2));
        StateStore again = reopen();
        assertThat(again.outcome(PARTITION, sent.commitId())).contains(new Committed(1));
        assertThat(again.commit(sent)).isEqualTo(new Committed(1));
        assertThat(again.read(PARTITION).revision()).isEqualTo(store.at(2));
    }

    @Test
    void st45_leasesAndEpochsGoOnAfterwards() throws Exception {
        StoreUnderTest store = underTest();
        Lease gone = store.acquire("me");
        store.first().release(gone);
        Lease held = store.acquire("me");
        StateStore again = reopen();
        assertThat(again.acquire(PARTITION, "you", LONG)).as("while it is held").isEmpty();
        assertThat(again.commit(store.newCommit(0, gone, put("a", 1)))).isEqualTo(new Fenced());
        assertThat(again.renew(held, LONG)).isTrue();
        Commit under = store.newCommit(0, held, put("a", 1));
        assertThat(again.commit(under)).isEqualTo(new Committed(1));
        store.made(under);
        again.release(held);
        StateStore last = reopen();
        assertThat(last.commit(store.newCommit(1, held))).isEqualTo(new Fenced());
        assertThat(last.acquire(PARTITION, "you", LONG).orElseThrow().epoch()).isGreaterThan(held.epoch());
    }

    /** The feed may have forgotten everything, if it says so. */
    @Test
    void st46_theFeedGoesOnAfterwardsOrIsNotComplete() throws Exception {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1), put("b", 1));
        store.commit(1, null, delete("a"));
        store.commit(2, null, put("b", 2));
        StateStore again = reopen();
        Changes changes = again.changesAfter(PARTITION, store.at(1), Duration.ZERO);
        assertThat(changes.revision()).isEqualTo(store.at(3));
        if (changes.complete()) {
            assertThat(StoreUnderTest.show(changes)).containsExactly("task/a gone", "task/b=2 {\"v\":2}");
        } else {
            assertThat(changes.writes()).isEmpty();
        }
        again.commit(store.newCommit(3, null, put("c", 1)));
        assertThat(StoreUnderTest.show(again.changesAfter(PARTITION, store.at(3), Duration.ZERO)))
                .containsExactly("task/c=1 {\"v\":1}");
        assertThat(again.changesAfter(PARTITION, store.at(9), Duration.ZERO).complete())
                .isFalse();
    }
}
