package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Why a commit begins the way it does: the way of this store, and two that look right and aren't, on a real PostgreSQL. In each an old leader
 * has looked whether it still leads, a new one takes over and writes, and then the old one's write is committed.
 */
@Timeout(60)
class FencingShapesTest {

    /** One for each call: the common pool may have but one thread, and calls block here. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdown();
    }

    private static final String TAKE_OVER = "UPDATE epoch SET epoch = 2";

    private DataSource database;

    @BeforeEach
    void createTables() throws SQLException {
        database = Postgres.database();
        run("CREATE TABLE epoch (id int PRIMARY KEY, epoch int NOT NULL, revision int NOT NULL)");
        run("INSERT INTO epoch VALUES (1, 1, 0)");
        run("CREATE TABLE log (position serial, epoch int NOT NULL)");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The epochs in the order in which their writes were committed. */
    private List<Integer> order(String check, String beginTakeOver) throws Exception {
        try (Connection old = database.getConnection();
                Statement statement = old.createStatement()) {
            old.setAutoCommit(false);
            statement.execute(check);
            CompletableFuture<Void> takingOver = CompletableFuture.runAsync(() -> takeOver(beginTakeOver), threads);
            // It is through, or it waits for the old leader.
            await().until(() -> takingOver.isDone() || waitsForALock());
            statement.execute("INSERT INTO log (epoch) VALUES (1)");
            old.commit();
            takingOver.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
        return committed();
    }

    private void takeOver(String begin) {
        try (Connection next = database.getConnection();
                Statement statement = next.createStatement()) {
            next.setAutoCommit(false);
            statement.execute(begin);
            statement.execute(TAKE_OVER);
            next.commit();
            statement.execute("INSERT INTO log (epoch) VALUES (2)");
            next.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private boolean waitsForALock() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    /** By the time of their commit, which the server of these tests keeps. */
    private List<Integer> committed() throws SQLException {
        List<Integer> epochs = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT epoch FROM log ORDER BY pg_xact_commit_timestamp(xmin), position")) {
            while (rows.next()) {
                epochs.add(rows.getInt(1));
            }
        }
        return epochs;
    }

    @Test
    void anUpdateOfTheRowMakesTheNextLeaderWait() throws Exception {
        assertThat(order(
                        "UPDATE epoch SET revision = revision + 1 WHERE id = 1 AND epoch = 1",
                        "SELECT epoch FROM epoch WHERE id = 1 FOR UPDATE"))
                .containsExactly(1, 2);
    }

    /** What "check the lease first" usually means. */
    @Test
    void aPlainSelectLetsAStaleEpochCommitLast() throws Exception {
        assertThat(order("SELECT epoch FROM epoch WHERE id = 1", "SELECT epoch FROM epoch WHERE id = 1 FOR UPDATE"))
                .containsExactly(2, 1);
    }

    @Test
    void aSharedKeyLockAndABareUpdateLetAStaleEpochCommitLast() throws Exception {
        assertThat(order("SELECT epoch FROM epoch WHERE id = 1 FOR KEY SHARE", "SELECT 1"))
                .containsExactly(2, 1);
    }
}
