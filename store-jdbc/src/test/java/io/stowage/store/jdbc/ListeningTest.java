package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Revision;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stores on a PostgreSQL that tell each other of what they commit. */
@Timeout(60)
class ListeningTest {

    private static final String PARTITION = "cluster/harbour";
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final String LISTENERS =
            "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DataSource database;
    private JdbcStateStore other;

    @BeforeEach
    void open() throws SQLException {
        database = Postgres.database();
        JdbcStateStore.createTables(database);
        other = JdbcStateStore.open(database);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        other.close();
    }

    /** A store that would look again in an hour. */
    private JdbcStateStore hardOfLooking() {
        Database known = Database.on(database::getConnection);
        JdbcStateStore.Parts parts = new JdbcStateStore.Parts(
                new Memory(known.dialect()), new Leftovers(known), new LookPace(LONG, LONG, Duration.ZERO));
        return JdbcStateStore.open(known, parts, () -> {});
    }

    private int listeners() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) " + LISTENERS)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void commit(JdbcStateStore store, String id) {
        Commit commit = new Commit(PARTITION, id, store.read(PARTITION).revision(), null, List.of());
        assertThat(store.commit(commit)).isInstanceOf(CommitResult.Committed.class);
    }

    @Test
    void whoWaitsHearsOfACommitOfAnotherProcess() throws Exception {
        try (JdbcStateStore store = hardOfLooking().listening()) {
            await().until(() -> listeners() == 1);
            Future<Map<String, Revision>> waiting =
                    threads.submit(() -> store.changed(Map.of(PARTITION, Revision.NONE), LONG));
            commit(other.listening(), "first");
            assertThat(waiting.get()).containsOnlyKeys(PARTITION);
        }
    }

    @Test
    void whoWaitsHearsOfWhatWasCommittedWhileNobodyListened() throws Exception {
        try (JdbcStateStore store = hardOfLooking()) {
            Map<String, Revision> known = Map.of(PARTITION, Revision.NONE);
            Future<Map<String, Revision>> waiting = threads.submit(() -> store.changed(known, LONG));
            commit(other, "first");
            store.listening();
            assertThat(waiting.get()).containsOnlyKeys(PARTITION);
        }
    }

    @Test
    void aConnectionThatIsLostIsReplacedAndNothingIsMissed() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        other.listening();
        try (Listening unused = Listening.begin(database::getConnection, "me", SHORT, heard::incrementAndGet)) {
            await().until(() -> heard.get() == 1 && listeners() == 2);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) " + LISTENERS);
            }
            // Whatever came meanwhile: it says so as soon as it listens again.
            await().until(() -> heard.get() == 2);
            commit(other, "first");
            await().until(() -> heard.get() == 3);
        }
    }

    @Test
    void whoGetsNoConnectionHearsNothingAndTriesAgain() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        Listening listening = Listening.begin(
                () -> {
                    asked.incrementAndGet();
                    throw new SQLException("the pool is empty");
                },
                "me",
                SHORT,
                heard::incrementAndGet);
        await().until(() -> asked.get() > 2);
        listening.close();
        assertThat(heard).hasValue(0);
    }

    /** As a pool lends it: closed, it is kept for the next one who asks. */
    private static Connection lent(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ListeningTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
    }

    @Test
    void aPoolDoesNotKeepAConnectionThatListened() throws SQLException {
        List<Connection> lent = new CopyOnWriteArrayList<>();
        Database.Connections pool = () -> {
            lent.add(database.getConnection());
            return lent(lent.get(lent.size() - 1));
        };
        try (Listening unused = Listening.begin(pool, "me", SHORT, () -> {})) {
            await().until(() -> listeners() == 1);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) " + LISTENERS);
            }
            await().until(() -> lent.size() == 2 && listeners() == 1);
            assertThat(lent.get(0).isClosed()).isTrue();
        }
        await().until(() -> lent.get(1).isClosed() && listeners() == 0);
    }

    @Test
    void oneConnectionListensUntilTheStoreIsClosed() throws SQLException {
        JdbcStateStore store = JdbcStateStore.open(database).listening();
        assertThat(store.listening()).as("once more").isSameAs(store);
        await().until(() -> listeners() == 1);
        store.close();
        await().until(() -> listeners() == 0);
        assertThatIllegalStateException().isThrownBy(store::listening);
    }

    @Test
    void nobodyListensUnasked() throws SQLException {
        commit(other, "first");
        assertThat(listeners()).isZero();
    }

    /** Each tells others in the commit, and one after the other only; often enough for those who have heard, and go on looking. */
    @Test
    void manyCommitsTellOthersSometimes() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        other.listening();
        try (Listening unused = Listening.begin(database::getConnection, "me", heard::incrementAndGet)) {
            await().until(() -> heard.get() == 1);
            int commits = 0;
            long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
            while (System.nanoTime() < end || commits < 20) {
                commit(other, "commit-" + commits++);
            }
            await().until(() -> heard.get() > 1);
            assertThat(heard.get()).isLessThan(commits);
        }
    }

    @Test
    void h2HasNothingToListenTo() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:listening;DB_CLOSE_DELAY=-1");
        JdbcStateStore.createTables(h2);
        try (JdbcStateStore store = JdbcStateStore.open(h2).listening()) {
            commit(store, "first");
        }
    }
}
