package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How what transactions of host applications have added comes to its partition. */
@Timeout(60)
class EnlistedTest {

    private static final String INBOX = "inbox/harbour";
    private static final Map<String, Revision> OTHERS = Map.of("registry", Revision.NONE);

    enum Kind {
        H2,
        POSTGRESQL
    }

    private DataSource database;
    private Connection resident;
    private JdbcStateStore store;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private void open(Kind kind) throws SQLException {
        open(kind, "");
    }

    private void open(Kind kind, String settingsOfH2) throws SQLException {
        if (kind == Kind.H2) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:rows" + settingsOfH2);
            resident = DriverManager.getConnection(h2.getURL());
            database = h2;
        } else {
            database = Postgres.database();
            resident = database.getConnection();
        }
        JdbcStateStore.createTables(database);
        store = JdbcStateStore.open(database);
    }

    @AfterEach
    void close() throws SQLException {
        threads.shutdownNow();
        store.close();
        resident.close();
    }

    private static StoredRecord record(int number) {
        // Later ones come first by their names.
        return new StoredRecord("request", "r" + (900 - number), 1, Payload.ofText("{\"is\":" + number + "}"));
    }

    private void add(int from, int to) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            JdbcTransaction transaction = JdbcTransaction.of(connection);
            for (int number = from; number < to; number++) {
                transaction.put(INBOX, record(number));
            }
            connection.commit();
        }
    }

    private List<String> present() {
        return store.read(INBOX).records().stream()
                .map(record -> record.payload().text())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theFeedTellsOfThemInTheirOrder(Kind kind) throws SQLException {
        open(kind);
        add(100, 250);
        List<String> told = new ArrayList<>();
        Revision seen = Revision.NONE;
        for (int look = 0; look < 5; look++) {
            Changes changes = store.changesAfter(INBOX, seen, Duration.ZERO);
            changes.writes()
                    .forEach(write ->
                            told.add(((Write.Put) write).record().payload().text()));
            seen = changes.revision();
        }
        assertThat(told)
                .containsExactlyElementsOf(IntStream.range(100, 250)
                        .mapToObj(number -> "{\"is\":" + number + "}")
                        .toList());
        assertThat(seen.number()).isEqualTo(150);
    }

    /** Whoever asks about whatever finds them, so that it does not matter who looks. */
    @ParameterizedTest
    @EnumSource
    void aLookAtOtherPartitionsMovesThem(Kind kind) throws SQLException {
        open(kind);
        add(1, 3);
        assertThat(store.read(INBOX).records()).isEmpty();
        assertThat(store.changed(OTHERS, Duration.ZERO)).isEmpty();
        assertThat(present()).containsExactly("{\"is\":1}", "{\"is\":2}");
        assertThat(store.changed(Map.of(INBOX, Revision.NONE), Duration.ZERO)).containsOnlyKeys(INBOX);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForChangesIsWoken(Kind kind) throws Exception {
        open(kind);
        Future<Map<String, Revision>> waiting = threads.submit(() -> {
            Map<String, Revision> changed = Map.of();
            while (changed.isEmpty()) {
                changed = store.changed(Map.of(INBOX, Revision.NONE), Duration.ofSeconds(30));
            }
            return changed;
        });
        add(1, 2);
        assertThat(waiting.get()).containsOnlyKeys(INBOX);
    }

    @ParameterizedTest
    @EnumSource
    void severalWhoMoveThemAtOnceMoveEachOnce(Kind kind) throws Exception {
        // However slow the machine is, nobody gives a lock up here.
        open(kind, ";LOCK_TIMEOUT=30000");
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int from = 100 + 20 * i;
            work.add(() -> {
                add(from, from + 20);
                return true;
            });
            work.add(() -> {
                try (JdbcStateStore another = JdbcStateStore.open(database)) {
                    for (int look = 0; look < 10; look++) {
                        another.changed(OTHERS, Duration.ZERO);
                    }
                }
                return true;
            });
        }
        for (Future<Object> done : threads.invokeAll(work)) {
            done.get();
        }
        store.changed(OTHERS, Duration.ZERO);
        assertThat(present()).hasSize(80);
        assertThat(store.read(INBOX).revision().number()).isEqualTo(80);
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsCutOffInTheMiddleHasLostAndDoubledNothing(Kind kind) throws SQLException {
        open(kind);
        for (int time = 0; time < 2; time++) {
            AmbushedDataSource ambushed = new AmbushedDataSource(database);
            add(1 + time, 2 + time);
            try (JdbcStateStore cutOff = ambushed.store()) {
                AmbushedDataSource.Ambush lost = () -> {
                    throw AmbushedDataSource.connectionLost();
                };
                if (time == 0) {
                    ambushed.beforeCommit(lost);
                } else {
                    ambushed.afterCommit(lost);
                }
                assertThatThrownBy(() -> cutOff.changed(OTHERS, Duration.ZERO)).isInstanceOf(DatabaseException.class);
            }
            store.changed(OTHERS, Duration.ZERO);
            assertThat(present()).hasSize(1 + time);
            assertThat(store.read(INBOX).revision().number()).isEqualTo(1 + time);
        }
    }

    /** A transaction may go on for as long as it likes: it locks nothing that an engine needs, and nothing of it is seen. */
    @ParameterizedTest
    @EnumSource
    void nobodyWaitsForATransactionThatGoesOn(Kind kind) throws SQLException {
        open(kind);
        Lease lease = store.acquire(INBOX, "me", Duration.ofHours(1)).orElseThrow();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            JdbcTransaction.of(connection).put(INBOX, record(1));
            Commit commit = new Commit(INBOX, "first", Revision.NONE, lease, List.of(new Write.Put(record(2))));
            assertThat(store.commit(commit)).isEqualTo(new CommitResult.Committed(1));
            assertThat(store.renewAll(List.of(lease), Duration.ofHours(1))).containsExactly(lease);
            add(3, 4);
            store.changed(OTHERS, Duration.ZERO);
            assertThat(present()).containsExactly("{\"is\":2}", "{\"is\":3}");
            connection.commit();
        }
        store.changed(OTHERS, Duration.ZERO);
        assertThat(present()).hasSize(3);
    }

    /** An engine in the middle of a commit is waited for. What can't be moved by then is told, and moved the next time. */
    @ParameterizedTest
    @EnumSource
    void whatCanNotBeMovedIsToldUnlessThereIsSomethingElse(Kind kind) throws SQLException {
        open(kind);
        store.commit(new Commit(INBOX, "first", Revision.NONE, null, List.of()));
        add(1, 2);
        try (Connection locking = database.getConnection();
                JdbcStateStore hasty = JdbcStateStore.open(database, Duration.ofSeconds(1))) {
            locking.setAutoCommit(false);
            locking.createStatement()
                    .execute("SELECT epoch FROM stowage_partition WHERE partition_name = '" + INBOX + "' FOR UPDATE");
            assertThatThrownBy(() -> hasty.changed(OTHERS, Duration.ZERO)).isInstanceOf(DatabaseException.class);
            assertThat(hasty.changed(Map.of(INBOX, Revision.NONE), Duration.ZERO))
                    .containsOnlyKeys(INBOX);
            locking.rollback();
        }
        store.changed(OTHERS, Duration.ZERO);
        assertThat(present()).hasSize(1);
    }
}
