package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.LONG;
import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What an engine asks about many partitions at once. */
interface StoreRoundRules extends StoreRules {

    String OTHER = "cluster/other";
    String NEVER = "cluster/never";

    @Test
    default void st49_thoseThatHaveChangedAreToldAndNoOthers() throws Exception {
        StoreUnderTest store = underTest();
        Commit first = store.newCommit(0, null, put("a", 1));
        assertThat(store.first().commit(first)).isEqualTo(new Committed(1));
        Revision now = first.revision();
        Revision another = new Revision(1, "never-sent");
        assertThat(Together.within(
                        store.patience(),
                        () -> store.second()
                                .changed(
                                        Map.of(PARTITION, Revision.NONE, OTHER, Revision.NONE, NEVER, now),
                                        Duration.ofHours(1))))
                .as("one that was written since, one that was not, and one that is not there")
                .isEqualTo(Map.of(PARTITION, now, NEVER, Revision.NONE));
        assertThat(store.second().changed(Map.of(PARTITION, another), Duration.ZERO))
                .as("where the revision is another commit of its number")
                .isEqualTo(Map.of(PARTITION, now));
        for (Duration wait : List.of(Duration.ZERO, Duration.ofMillis(200))) {
            assertThat(Together.within(
                            store.patience(),
                            () -> store.second().changed(Map.of(PARTITION, now, OTHER, Revision.NONE), wait)))
                    .as("where nothing has changed, after a wait of %s", wait)
                    .isEmpty();
        }
        assertThat(store.second().changed(Map.of(), Duration.ZERO)).isEmpty();
        assertThat(store.second().partitions("")).containsExactly(PARTITION);
    }

    /** A store may answer before the time is over: asked again, it tells of the commit. */
    @Test
    default void st50_whoWaitsForAnyOfThemHearsOfACommit() throws Exception {
        StoreUnderTest store = underTest();
        Map<String, Revision> known = Map.of(PARTITION, Revision.NONE, OTHER, Revision.NONE);
        Commit commit = store.newCommitTo(OTHER, 0, null, put("a", 1));
        List<Callable<Map<String, Revision>>> both = List.of(
                () -> {
                    Map<String, Revision> changed = Map.of();
                    while (changed.isEmpty()) {
                        changed = store.second().changed(known, Duration.ofSeconds(30));
                    }
                    return changed;
                },
                () -> {
                    store.first().commit(commit);
                    return store.first().changed(known, Duration.ZERO);
                });
        List<Map<String, Revision>> seen = Together.all(store.patience(), both);
        assertThat(seen).containsOnly(Map.of(OTHER, commit.revision()));
    }

    @Test
    default void st51_severalLeasesAreTakenAndRenewedEachByItself() {
        StoreUnderTest store = underTest();
        Lease held = store.acquire("you");
        Map<String, Lease> taken =
                store.first().acquireAll(Map.of(PARTITION, "me", OTHER, "me", NEVER, "I"), store.shortLease());
        assertThat(taken).containsOnlyKeys(OTHER, NEVER);
        Lease other = Objects.requireNonNull(taken.get(OTHER));
        Lease never = Objects.requireNonNull(taken.get(NEVER));
        assertThat(other).isEqualTo(new Lease(OTHER, "me", other.epoch()));
        assertThat(never).isEqualTo(new Lease(NEVER, "I", never.epoch()));
        assertThat(store.first().acquireAll(Map.of(OTHER, "me"), store.shortLease()))
                .as("what is held already")
                .isEqualTo(Map.of(OTHER, other));
        store.first().release(never);
        Lease foreign = new Lease(PARTITION, "me", held.epoch());
        Lease later = new Lease(PARTITION, "you", held.epoch() + 1);
        assertThat(store.second().renewAll(List.of(other, never, foreign, later), LONG))
                .isEqualTo(Set.of(other));
        assertThat(store.second().renewAll(List.of(foreign, other), LONG))
                .as("what is lost first")
                .isEqualTo(Set.of(other));
        store.letTimePass(store.shortLease().multipliedBy(2));
        assertThat(store.second().acquire(OTHER, "you", LONG))
                .as("after the time that the lease had before it was renewed with others")
                .isEmpty();
        assertThat(store.first().renewAll(List.of(), LONG)).isEmpty();
        assertThat(store.first().acquireAll(Map.of(), LONG)).isEmpty();
    }

    @Test
    default void st52_namesOfPartitionsHoldersAndCommitsAreTakenAsTheyAre() {
        StoreUnderTest store = underTest();
        String printable = HostileText.printableAscii();
        List<String> names = List.of(
                printable,
                "a'; DROP TABLE stowage_partition; --",
                "{a,\"b\"}",
                "NULL",
                "a\\",
                "A",
                "a",
                "a ",
                "x".repeat(512),
                "x".repeat(511) + "y");
        Map<String, Lease> leases = new TreeMap<>();
        Map<String, Revision> known = new TreeMap<>();
        List<Commit> commits = new ArrayList<>();
        for (String name : names) {
            leases.putAll(store.first().acquireAll(Map.of(name, name), LONG));
            Commit commit = new Commit(name, name, Revision.NONE, leases.get(name), List.of(put("a", 1)));
            assertThat(store.first().commit(commit)).as(name).isEqualTo(new Committed(1));
            commits.add(commit);
            known.put(name, commit.revision());
        }
        assertThat(store.second().renewAll(leases.values(), LONG)).containsExactlyInAnyOrderElementsOf(leases.values());
        assertThat(store.second().changed(known, Duration.ZERO)).isEmpty();
        assertThat(store.second().partitions("")).containsExactlyInAnyOrderElementsOf(names);
        for (Commit commit : commits) {
            assertThat(store.second().outcome(commit.partition(), commit.commitId()))
                    .contains(new Committed(1));
            assertThat(store.second().read(commit.partition()).revision()).isEqualTo(commit.revision());
        }
    }

    @Test
    default void st53_aStaleLeaseIsNotRenewedAlongWithTheCurrentOneOfItsPartition() {
        StoreUnderTest store = underTest();
        Lease stale = store.acquire("me");
        store.first().release(stale);
        Lease current = store.acquire("me");
        assertThat(current.epoch()).isGreaterThan(stale.epoch());
        for (List<Lease> both : List.of(List.of(stale, current), List.of(current, stale))) {
            assertThat(store.second().renewAll(both, LONG)).as("%s", both).isEqualTo(Set.of(current));
        }
    }
}
