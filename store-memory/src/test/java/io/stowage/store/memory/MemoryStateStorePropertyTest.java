package io.stowage.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The store against a model that keeps every state there ever was and compares them naively. */
class MemoryStateStorePropertyTest {

    private static final String PARTITION = "cluster/a";

    /** A commit of the model: writes by key "kind/id", null for a removal; made at the right revision or at a wrong one. */
    record Step(Map<String, Integer> puts, List<String> deletes, boolean conflicting) {}

    @Property(tries = 400)
    void feedAndSnapshotAgreeWithTheModel(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 0, max = 5) int tombstones) {
        Limits limits = new Limits(1000, tombstones, Duration.ofHours(1));
        try (MemoryStateStore store = new MemoryStateStore(() -> 0, limits)) {
            List<Map<String, Integer>> history = new ArrayList<>();
            history.add(new TreeMap<>());
            for (Step step : steps) {
                apply(store, step, history);
                assertThat(contents(store)).isEqualTo(history.get(history.size() - 1));
            }
            for (int from = 0; from < history.size(); from++) {
                assertFeedLeadsFrom(from, history, store, steps, tombstones);
            }
        }
    }

    private static void apply(MemoryStateStore store, Step step, List<Map<String, Integer>> history) {
        int revision = history.size() - 1;
        List<Write> writes = new ArrayList<>();
        step.puts().forEach((key, value) -> writes.add(new Write.Put(stored(key, value))));
        step.deletes().forEach(key -> writes.add(new Write.Delete(kind(key), id(key))));
        // What conflicts is decided on another commit, every second time of the same number.
        Revision expected = step.conflicting() ? new Revision(revision + writes.size() % 2, "elsewhere") : at(revision);
        CommitResult result = store.commit(new Commit(PARTITION, "commit-" + (revision + 1), expected, null, writes));
        if (step.conflicting()) {
            assertThat(result).isEqualTo(new CommitResult.Conflict(at(revision)));
            return;
        }
        assertThat(result).isEqualTo(new CommitResult.Committed(revision + 1));
        Map<String, Integer> next = new TreeMap<>(history.get(revision));
        next.putAll(step.puts());
        step.deletes().forEach(next::remove);
        history.add(next);
    }

    private static Revision at(int number) {
        return number == 0 ? Revision.NONE : new Revision(number, "commit-" + number);
    }

    private static void assertFeedLeadsFrom(
            int from, List<Map<String, Integer>> history, MemoryStateStore store, List<Step> steps, int tombstones) {
        Changes changes = store.changesAfter(PARTITION, at(from), Duration.ZERO);
        assertThat(changes.revision()).isEqualTo(at(history.size() - 1));
        if (!changes.complete()) {
            assertThat(changes.writes()).isEmpty();
            long removals =
                    steps.stream().mapToLong(step -> step.deletes().size()).sum();
            assertThat(removals).as("more removals than tombstones").isGreaterThan(tombstones);
            return;
        }
        Map<String, Integer> replayed = new TreeMap<>(history.get(from));
        for (Write write : changes.writes()) {
            if (write instanceof Write.Put put) {
                replayed.put(key(put.record()), (int) put.record().version());
            } else {
                replayed.remove(write.kind() + "/" + write.id());
            }
        }
        assertThat(replayed).isEqualTo(history.get(history.size() - 1));
        assertThat(changes.writes().stream().map(write -> write.kind() + "/" + write.id()))
                .doesNotHaveDuplicates();
        assertThat(changes.writes().stream()
                        .map(write -> lastChange(write.kind() + "/" + write.id(), steps, from))
                        .toList())
                .as("in the order of the last change")
                .isSorted();
    }

    /** The index of the last committed step that wrote the key. */
    private static int lastChange(String key, List<Step> steps, int from) {
        int last = -1;
        int revision = 0;
        for (Step step : steps) {
            if (step.conflicting()) {
                continue;
            }
            revision++;
            if (step.puts().containsKey(key) || (step.deletes().contains(key) && existedBefore(key, steps, revision))) {
                last = revision;
            }
        }
        assertThat(last).isGreaterThan(from);
        return last;
    }

    private static boolean existedBefore(String key, List<Step> steps, int revision) {
        boolean exists = false;
        int current = 0;
        for (Step step : steps) {
            if (step.conflicting()) {
                continue;
            }
            current++;
            if (current == revision) {
                return exists;
            }
            if (step.puts().containsKey(key)) {
                exists = true;
            } else if (step.deletes().contains(key)) {
                exists = false;
            }
        }
        return exists;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> key = Arbitraries.of("task/a", "task/b", "task/c", "service/a", "service/b");
        Arbitrary<Map<String, Integer>> puts =
                Arbitraries.maps(key, Arbitraries.integers().between(1, 1000)).ofMaxSize(3);
        Arbitrary<List<String>> deletes = key.list().uniqueElements().ofMaxSize(3);
        return Combinators.combine(puts, deletes, Arbitraries.of(false, false, false, true))
                .as((put, delete, conflicting) -> new Step(
                        new TreeMap<>(put),
                        delete.stream().filter(one -> !put.containsKey(one)).toList(),
                        conflicting))
                .list()
                .ofMaxSize(25);
    }

    private static Map<String, Integer> contents(MemoryStateStore store) {
        List<StoredRecord> records = store.read(PARTITION).records();
        assertThat(records.stream().map(MemoryStateStorePropertyTest::key)).isSorted();
        Map<String, Integer> contents = new TreeMap<>();
        records.forEach(record -> contents.put(key(record), (int) record.version()));
        return contents;
    }

    private static StoredRecord stored(String key, int value) {
        return new StoredRecord(kind(key), id(key), value, Payload.ofText("{}"));
    }

    private static String key(StoredRecord record) {
        return record.kind() + "/" + record.id();
    }

    private static String kind(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private static String id(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
