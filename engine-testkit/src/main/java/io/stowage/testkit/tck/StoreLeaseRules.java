package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.LONG;
import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.CommitResult.Fenced;
import io.stowage.spi.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Who holds a partition, and for how long. */
interface StoreLeaseRules extends StoreRules {

    @Test
    default void st11_aLeaseHasOneHolder() {
        StoreUnderTest store = underTest();
        Lease mine = store.acquire("me");
        assertThat(mine).isEqualTo(new Lease(PARTITION, "me", mine.epoch()));
        assertThat(store.second().acquire(PARTITION, "you", LONG)).isEmpty();
        assertThat(store.second().acquire(PARTITION, "ME", LONG)).isEmpty();
        assertThat(store.second().acquire("cluster/other", "you", LONG))
                .as("the lease of another partition")
                .isPresent();
        assertThat(store.first().renew(mine, LONG)).isTrue();
    }

    @Test
    default void st12_whoHoldsALeaseAndAcquiresItAgainKeepsItsEpoch() {
        StoreUnderTest store = underTest();
        Lease mine = store.acquire("me", store.shortLease());
        assertThat(store.first().acquire(PARTITION, "me", LONG)).contains(mine);
        store.commit(0, mine, put("a", 1));
        store.letTimePass(store.shortLease().multipliedBy(2));
        assertThat(store.second().acquire(PARTITION, "you", LONG))
                .as("after the time that the lease had before it was acquired again")
                .isEmpty();
    }

    @Test
    default void st13_aLeaseIsFreeOnceItsTimeIsOverAndNoSooner() {
        StoreUnderTest store = underTest();
        long sentAt = System.nanoTime();
        Lease mine = store.acquire("me", store.shortLease());
        Lease yours = store.acquireOnceExpired("you", sentAt, store.shortLease());
        assertThat(yours).isEqualTo(new Lease(PARTITION, "you", yours.epoch()));
        assertThat(yours.epoch()).isGreaterThan(mine.epoch());
        assertThat(store.first().acquire(PARTITION, "me", LONG)).isEmpty();
    }

    @Test
    default void st14_renewingALeaseProlongsIt() {
        StoreUnderTest store = underTest();
        Lease mine = store.acquire("me", store.shortLease());
        store.letHalfPass(store.shortLease());
        long sentAt = System.nanoTime();
        assertThat(store.first().renew(mine, store.shortLease())).isTrue();
        Lease yours = store.acquireOnceExpired("you", sentAt, store.shortLease());
        assertThat(yours.epoch()).isGreaterThan(mine.epoch());
    }

    @Test
    default void st15_aLeaseThatAnotherHasTakenCanNotBeRenewed() {
        StoreUnderTest store = underTest();
        long sentAt = System.nanoTime();
        Lease mine = store.acquire("me", store.shortLease());
        Lease yours = store.acquireOnceExpired("you", sentAt, store.shortLease());
        assertThat(store.first().renew(mine, LONG)).isFalse();
        assertThat(store.first().renew(mine, LONG)).as("renewed again").isFalse();
        assertThat(store.second().renew(yours, LONG)).isTrue();
        store.second().release(yours);
        assertThat(store.first().renew(mine, LONG))
                .as("renewed when the other has given it back")
                .isFalse();
        assertThat(store.first().commit(store.newCommit(0, mine))).isEqualTo(new Fenced());
        assertThat(store.acquire("me").epoch()).isGreaterThan(yours.epoch());
    }

    @Test
    default void st16_aLeaseGivenBackIsFreeAtOnceAndGoneForGood() {
        StoreUnderTest store = underTest();
        Lease mine = store.acquire("me");
        store.first().release(mine);
        store.first().release(mine);
        assertThat(store.first().renew(mine, LONG)).isFalse();
        assertThat(store.first().commit(store.newCommit(0, mine))).isEqualTo(new Fenced());
        Lease again = store.acquire("me");
        assertThat(again.epoch()).as("the epoch of who gave it back").isGreaterThan(mine.epoch());
        store.first().release(again);
        Optional<Lease> yours = store.second().acquire(PARTITION, "you", LONG);
        assertThat(yours).isPresent();
        assertThat(yours.orElseThrow().epoch()).isGreaterThan(again.epoch());
    }

    @Test
    default void st17_onlyTheCurrentLeaseCanBeGivenBack() {
        StoreUnderTest store = underTest();
        Lease mine = store.acquire("me");
        store.first().release(mine);
        Lease yours = store.acquire("you");
        for (Lease stale : List.of(
                mine,
                new Lease(PARTITION, "you", yours.epoch() + 1),
                new Lease(PARTITION, "me", yours.epoch()),
                new Lease("cluster/other", "you", yours.epoch()))) {
            store.first().release(stale);
            assertThat(store.second().acquire(PARTITION, "me", LONG))
                    .as("after %s was given back", stale)
                    .isEmpty();
            assertThat(store.first().renew(stale, LONG)).isFalse();
        }
        store.commit(0, yours, put("a", 1));
    }

    @Test
    default void st18_ofManyWhoAcquireALeaseAtOnceOneGetsIt() throws Exception {
        StoreUnderTest store = underTest();
        List<Long> epochs = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            List<Callable<Optional<Lease>>> holders = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String holder = "holder-" + i;
                var through = i % 2 == 0 ? store.first() : store.second();
                holders.add(() -> through.acquire(PARTITION, holder, LONG));
            }
            List<Lease> got = Together.all(store.patience(), holders).stream()
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(got).as("those who got the lease in round %s", round).hasSize(1);
            epochs.add(got.get(0).epoch());
            store.first().release(got.get(0));
        }
        assertThat(epochs).as("the epochs").isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void st19_leasesAndCommitsDoNotMoveEachOther() {
        StoreUnderTest store = underTest();
        Lease mine = store.acquire("me");
        store.commit(0, mine, put("a", 1));
        store.first().renew(mine, LONG);
        store.first().release(mine);
        Lease yours = store.acquire("you");
        assertThat(store.revision()).isEqualTo(1);
        assertThat(store.first()
                        .changesAfter(PARTITION, store.at(1), Duration.ZERO)
                        .writes())
                .isEmpty();
        store.commit(1, null, put("a", 2));
        assertThat(store.first().renew(yours, LONG)).isTrue();
    }
}
