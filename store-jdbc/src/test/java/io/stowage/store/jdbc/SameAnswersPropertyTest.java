package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sql.DataSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Whatever is done to it, the store on a database answers as the one in memory does. */
class SameAnswersPropertyTest {

    private static final List<String> PARTITIONS = List.of("cluster/a", "cluster/b", "registry");
    private static final List<String> HOLDERS = List.of("engine-1", "engine-2");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration OVER = Duration.ZERO;
    private static final int STEPS = 60;

    @Property(tries = 60)
    void onH2(@ForAll long seed) {
        Map<String, String> properties =
                Map.of("url", "jdbc:h2:mem:same" + Long.toUnsignedString(seed), "createTables", "true");
        try (StateStore store = new JdbcStateStoreProvider().open(properties)) {
            compare(store, new Random(seed));
        }
    }

    @Property(tries = 5)
    void onPostgreSql(@ForAll long seed) throws Exception {
        DataSource database = Postgres.database();
        JdbcStateStore.createTables(database);
        try (StateStore store = JdbcStateStore.open(database)) {
            compare(store, new Random(seed));
        }
    }

    private static void compare(StateStore store, Random random) {
        try (MemoryStateStore oracle = new MemoryStateStore()) {
            List<Revision> revisions = new ArrayList<>(List.of(Revision.NONE, new Revision(3, "elsewhere")));
            List<Commit> commits = new ArrayList<>();
            List<Lease> leases = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                String partition = one(PARTITIONS, random);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        Duration timeToLive = random.nextBoolean() ? LONG : OVER;
                        String holder = one(HOLDERS, random);
                        Optional<Lease> expected = oracle.acquire(partition, holder, timeToLive);
                        assertThat(store.acquire(partition, holder, timeToLive)).isEqualTo(expected);
                        expected.ifPresent(leases::add);
                    }
                    case 1 -> {
                        if (!leases.isEmpty()) {
                            Lease lease = one(leases, random);
                            assertThat(store.renew(lease, LONG)).isEqualTo(oracle.renew(lease, LONG));
                        }
                    }
                    case 2 -> {
                        if (!leases.isEmpty()) {
                            Lease lease = one(leases, random);
                            store.release(lease);
                            oracle.release(lease);
                        }
                    }
                    case 3 -> {
                        Revision after = one(revisions, random);
                        assertThat(shown(store.changesAfter(partition, after, Duration.ZERO)))
                                .isEqualTo(shown(oracle.changesAfter(partition, after, Duration.ZERO)));
                    }
                    default -> {
                        boolean again = !commits.isEmpty() && random.nextInt(6) == 0;
                        Commit commit = again
                                ? one(commits, random)
                                : commit(oracle, partition, "commit-" + step, leases, revisions, random);
                        CommitResult expected = oracle.commit(commit);
                        assertThat(store.commit(commit)).isEqualTo(expected);
                        commits.add(commit);
                        if (expected instanceof CommitResult.Committed) {
                            revisions.add(commit.revision());
                        }
                    }
                }
                assertThat(store.partitions("cluster/")).isEqualTo(oracle.partitions("cluster/"));
                assertThat(shown(store.read(partition))).isEqualTo(shown(oracle.read(partition)));
            }
            for (Commit commit : commits) {
                assertThat(store.outcome(commit.partition(), commit.commitId()))
                        .isEqualTo(oracle.outcome(commit.partition(), commit.commitId()));
            }
        }
    }

    private static Commit commit(
            StateStore oracle,
            String partition,
            String id,
            List<Lease> leases,
            List<Revision> revisions,
            Random random) {
        Revision expected = random.nextInt(4) == 0
                ? one(revisions, random)
                : oracle.read(partition).revision();
        @Nullable Lease lease = leases.isEmpty() || random.nextBoolean() ? null : one(leases, random);
        List<Write> writes = new ArrayList<>();
        for (String record : List.of("a", "b", "c")) {
            switch (random.nextInt(3)) {
                case 0 ->
                    writes.add(new Write.Put(
                            new StoredRecord("task", record, random.nextInt(9), Payload.ofText("\"" + id + "\""))));
                case 1 -> writes.add(new Write.Delete("task", record));
                default -> {}
            }
        }
        return new Commit(partition, id, expected, lease, writes);
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String shown(PartitionSnapshot snapshot) {
        return snapshot.revision() + " "
                + snapshot.records().stream()
                        .map(SameAnswersPropertyTest::shown)
                        .toList();
    }

    /** Those of one revision in any order. */
    private static String shown(Changes changes) {
        return changes.revision() + " " + changes.complete() + " "
                + changes.writes().stream()
                        .map(write -> write instanceof Write.Put put
                                ? shown(put.record())
                                : write.kind() + "/" + write.id() + " gone")
                        .sorted()
                        .toList();
    }

    private static String shown(StoredRecord record) {
        return record.kind() + "/" + record.id() + "=" + record.version() + " "
                + record.payload().text();
    }
}
