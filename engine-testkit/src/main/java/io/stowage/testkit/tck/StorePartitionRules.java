package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.LONG;
import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.CommitResult.Conflict;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The order of records, and partitions among each other. */
interface StorePartitionRules extends StoreRules {

    @Test
    default void st37_aSnapshotIsOrderedByKindAndThenId() {
        StoreUnderTest store = underTest();
        List<String> ids = new ArrayList<>(
                List.of("a", "B", "b", "A", "a-b", "a/b", "a0", "a b", "ab", "_", "~", "0", "10", "2", "-"));
        List<Write> writes = new ArrayList<>();
        for (String kind : List.of("task", "service", "Task", "task-set", "task2", "a")) {
            ids.forEach(id -> writes.add(put(kind, id, 1, "{}")));
        }
        Collections.shuffle(writes, new Random(4));
        int half = writes.size() / 2;
        store.commit(0, null, writes.subList(0, half).toArray(Write[]::new));
        store.commit(1, null, writes.subList(half, writes.size()).toArray(Write[]::new));
        Comparator<StoredRecord> order =
                Comparator.comparing(StoredRecord::kind).thenComparing(StoredRecord::id);
        assertThat(store.records()).hasSize(writes.size()).isSortedAccordingTo(order);
        store.commit(2, null, put("a", 2), new Write.Delete("service", "B"));
        assertThat(store.records()).hasSize(writes.size() - 1).isSortedAccordingTo(order);
    }

    @Test
    default void st38_partitionsAreListedByPrefixInOrder() {
        StoreUnderTest store = underTest();
        for (String name : List.of("inbox/a", "cluster/b", "cluster/a", "cluster/A", "cluster/a_c", "cluster/abc")) {
            store.commitTo(name, 0, null);
        }
        store.commitTo("cluster-x", 0, null, put("a", 1));
        store.commitTo("registry", 0, null);
        store.first().acquire("cluster/only-leased", "me", LONG);
        assertThat(store.second().partitions("cluster/"))
                .containsExactly("cluster/A", "cluster/a", "cluster/a_c", "cluster/abc", "cluster/b");
        assertThat(store.second().partitions("cluster/a_")).as("no wildcards").containsExactly("cluster/a_c");
        assertThat(store.second().partitions("%")).as("no wildcards").isEmpty();
        assertThat(store.second().partitions("CLUSTER/")).isEmpty();
        assertThat(store.second().partitions("cluster/b")).containsExactly("cluster/b");
        assertThat(store.second().partitions("cluster/b/")).isEmpty();
        assertThat(store.second().partitions("")).hasSize(8).isSorted();
    }

    @Test
    default void st39_partitionsDoNotTouchEachOther() {
        StoreUnderTest store = underTest();
        int partitions = 100;
        for (int i = 0; i < partitions; i++) {
            store.commitTo(name(i), 0, null, put("a", i + 1));
        }
        for (int i = 0; i < partitions; i += 2) {
            store.commitTo(name(i), 1, null, put("b", 1));
        }
        for (int i = 0; i < partitions; i++) {
            assertThat(store.first().read(name(i)).revision().number()).isEqualTo(i % 2 == 0 ? 2 : 1);
            assertThat(store.first().read(name(i)).records())
                    .extracting(StoreUnderTest::show)
                    .startsWith("task/a=" + (i + 1) + " {\"v\":" + (i + 1) + "}")
                    .hasSize(i % 2 == 0 ? 2 : 1);
        }
        assertThat(store.first().commit(store.newCommit(1, null))).isEqualTo(new Conflict(Revision.NONE));
        assertThat(store.first().read(PARTITION).revision()).isEqualTo(Revision.NONE);
        assertThat(store.first().partitions("cluster/")).hasSize(partitions);
    }

    private static String name(int i) {
        return "cluster/" + i;
    }
}
