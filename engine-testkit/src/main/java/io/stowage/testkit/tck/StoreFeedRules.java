package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.delete;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Revision;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What readers learn who follow a partition. */
interface StoreFeedRules extends StoreRules {

    @Test
    default void st24_theFeedTellsTheLatestOfEachChangedRecordInOrder() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        store.commit(1, null, put("b", 1));
        store.commit(2, null, put("c", 1));
        store.commit(3, null, put("a", 2));
        store.commit(4, null, put("b", 2));
        assertThat(StoreUnderTest.show(store.changesAfter(0)))
                .containsExactly("task/c=1 {\"v\":1}", "task/a=2 {\"v\":2}", "task/b=2 {\"v\":2}");
        assertThat(StoreUnderTest.show(store.changesAfter(3)))
                .containsExactly("task/a=2 {\"v\":2}", "task/b=2 {\"v\":2}");
        assertThat(store.changesAfter(3))
                .returns(store.at(5), Changes::revision)
                .returns(true, Changes::complete);
        store.commit(5, null);
        assertThat(store.changesAfter(5)).isEqualTo(new Changes(store.at(6), true, List.of()));
    }

    @Test
    default void st25_theFeedTellsOfRemovals() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1), put("b", 1), put("c", 1));
        store.commit(1, null, delete("b"));
        assertThat(StoreUnderTest.show(store.changesAfter(1))).containsExactly("task/b gone");
        store.commit(2, null, put("a", 2));
        store.commit(3, null, delete("a"));
        store.commit(4, null, put("b", 3));
        assertThat(StoreUnderTest.show(store.changesAfter(1))).containsExactly("task/a gone", "task/b=3 {\"v\":3}");
        assertThat(StoreUnderTest.show(store.changesAfter(3))).containsExactly("task/a gone", "task/b=3 {\"v\":3}");
        assertThat(StoreUnderTest.show(store.changesAfter(4))).containsExactly("task/b=3 {\"v\":3}");
    }

    /** A few hundred commits by chance, against every state that the partition was ever in. */
    @Test
    default void st26_theFeedLeadsFromEachRevisionToTheLast() {
        StoreUnderTest store = underTest();
        Random random = new Random(20261126);
        List<Map<String, String>> history = new ArrayList<>();
        history.add(Map.of());
        for (int revision = 0; revision < 120; revision++) {
            Map<String, String> next = new TreeMap<>(history.get(revision));
            List<Write> writes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int fate = random.nextInt(6);
                if (fate == 0 && next.remove("task/" + i) != null) {
                    writes.add(delete(String.valueOf(i)));
                } else if (fate == 1) {
                    Write put = put(String.valueOf(i), revision + 1);
                    writes.add(put);
                    next.put("task/" + i, StoreUnderTest.show(put));
                }
            }
            store.commit(revision, null, writes.toArray(Write[]::new));
            history.add(next);
        }
        for (int from = 0; from < history.size(); from++) {
            assertLeads(store.changesAfter(from), from, history);
        }
    }

    private static void assertLeads(Changes changes, int from, List<Map<String, String>> history) {
        int last = history.size() - 1;
        assertThat(changes.revision().number())
                .as("the revision of the changes from %s", from)
                .isEqualTo(last);
        assertThat(changes.complete()).as("complete, from %s", from).isTrue();
        Map<String, String> replayed = new TreeMap<>(history.get(from));
        for (Write write : changes.writes()) {
            String key = write.kind() + "/" + write.id();
            if (write instanceof Write.Put) {
                replayed.put(key, StoreUnderTest.show(write));
            } else {
                replayed.remove(key);
            }
        }
        assertThat(replayed).as("what the changes from %s lead to", from).isEqualTo(history.get(last));
        List<String> keys = changes.writes().stream()
                .map(write -> write.kind() + "/" + write.id())
                .toList();
        assertThat(keys).as("each record once").doesNotHaveDuplicates();
        // Those of one commit come in any order among themselves.
        assertThat(positions(keys, history, from))
                .as("the revisions that the records of the changes from %s last changed at", from)
                .isSorted();
    }

    private static List<Integer> positions(List<String> keys, List<Map<String, String>> history, int from) {
        return keys.stream().map(key -> lastChange(key, history, from)).toList();
    }

    private static int lastChange(String key, List<Map<String, String>> history, int from) {
        for (int revision = history.size() - 1; revision > from; revision--) {
            String now = history.get(revision).get(key);
            String before = history.get(revision - 1).get(key);
            if (now == null ? before != null : !now.equals(before)) {
                return revision;
            }
        }
        throw new AssertionError(key + " did not change after revision " + from);
    }

    /** A store may forget what was removed; it may not keep quiet about that. */
    @Test
    default void st27_aFeedThatHasForgottenARemovalIsNotComplete() {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("kept", 1), put("removed", 1));
        store.commit(1, null, delete("removed"));
        int removals = 1000;
        Write[] puts = new Write[removals];
        Write[] deletes = new Write[removals];
        for (int i = 0; i < removals; i++) {
            puts[i] = put("brief-" + i, 1);
            deletes[i] = delete("brief-" + i);
        }
        store.commit(2, null, puts);
        store.commit(3, null, deletes);
        assertToldOrIncomplete(store.changesAfter(1));
        store.letTimePass(Duration.ofHours(30));
        store.commit(4, null, put("kept", 2));
        assertToldOrIncomplete(store.changesAfter(1));
        assertThat(StoreUnderTest.show(store.changesAfter(4))).containsExactly("task/kept=2 {\"v\":2}");
    }

    private static void assertToldOrIncomplete(Changes changes) {
        if (changes.complete()) {
            assertThat(StoreUnderTest.show(changes)).contains("task/removed gone");
        } else {
            assertThat(changes.writes()).isEmpty();
        }
    }

    @Test
    default void st28_aReaderThatIsAheadOfThePartitionReadsAnew() throws Exception {
        StoreUnderTest store = underTest();
        assertThat(store.changesAfter(1)).isEqualTo(new Changes(Revision.NONE, false, List.of()));
        store.commit(0, null, put("a", 1));
        assertThat(store.changesAfter(2)).isEqualTo(new Changes(store.at(1), false, List.of()));
        assertThat(Together.within(
                        store.patience(),
                        () -> store.first().changesAfter(PARTITION, store.at(2), Duration.ofHours(1))))
                .as("with a long wait")
                .isEqualTo(new Changes(store.at(1), false, List.of()));
    }

    /** It has seen commits that the store has lost since. */
    @Test
    default void st48_aReaderWhoseRevisionIsAnotherCommitReadsAnew() throws Exception {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        store.commit(1, null, put("a", 2));
        store.commit(2, null, put("a", 3));
        Changes nothing = new Changes(store.at(3), false, List.of());
        for (Revision other : List.of(
                new Revision(1, "lost"),
                new Revision(3, "lost"),
                new Revision(2, store.at(1).commitId()))) {
            assertThat(store.first().changesAfter(PARTITION, other, Duration.ZERO))
                    .as("after %s", other)
                    .isEqualTo(nothing);
        }
        assertThat(Together.within(
                        store.patience(),
                        () -> store.first().changesAfter(PARTITION, new Revision(3, "lost"), Duration.ofHours(1))))
                .as("with a long wait")
                .isEqualTo(nothing);
    }
}
