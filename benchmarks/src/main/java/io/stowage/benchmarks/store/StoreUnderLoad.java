package io.stowage.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stowage.spi.StateStore;
import io.stowage.store.jdbc.JdbcStateStore;
import io.stowage.store.memory.MemoryStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/** One of the stores, with the database that it is on, and that database as plain JDBC has it. */
final class StoreUnderLoad implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final StateStore store;
    private final @Nullable DataSource database;
    /** What is to be closed, last first. */
    private final Deque<AutoCloseable> closed = new ArrayDeque<>();

    private StoreUnderLoad(StateStore store, @Nullable DataSource database) {
        this.store = store;
        this.database = database;
        closed.push(store);
    }

    static StoreUnderLoad open(String kind) throws IOException, SQLException {
        return switch (kind) {
            case "memory" -> new StoreUnderLoad(new MemoryStateStore(), null);
            case "h2" -> h2();
            case "postgresql" -> postgresql();
            default ->
                throw new IllegalArgumentException("--store is \"" + kind + "\"; it must be memory, h2 or postgresql");
        };
    }

    private static StoreUnderLoad h2() throws IOException {
        Path directory = Files.createTempDirectory("stowage-store-");
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("state"), "sa", "");
        pool.setMaxConnections(CONNECTIONS);
        JdbcStateStore.createTables(pool);
        StoreUnderLoad opened = new StoreUnderLoad(JdbcStateStore.open(pool), pool);
        opened.closed.addLast(pool::dispose);
        opened.closed.addLast(() -> delete(directory));
        return opened;
    }

    private static StoreUnderLoad postgresql() throws IOException, SQLException {
        // The embedded server is made for tests, and flushes nothing by default.
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        requireDurable(server.getPostgresDatabase());
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(config);
        JdbcStateStore.createTables(pool);
        StoreUnderLoad opened = new StoreUnderLoad(JdbcStateStore.open(pool), pool);
        opened.closed.addLast(pool);
        opened.closed.addLast(server);
        return opened;
    }

    private static void requireDurable(DataSource server) throws SQLException {
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit')")) {
            if (!rows.next() || !rows.getString(1).equals("on on")) {
                throw new IllegalStateException("the server does not flush what it commits");
            }
        }
    }

    StateStore store() {
        return store;
    }

    /** A store of an engine in another process, as it were; of the database that this is on. */
    StateStore another(boolean listening) {
        if (database == null) {
            throw new IllegalArgumentException("--store is \"memory\"; engines in two processes need a database");
        }
        JdbcStateStore another = JdbcStateStore.open(database);
        closed.addFirst(another);
        return listening ? another.listening() : another;
    }

    /** Null for the store in memory. */
    @Nullable
    Connection plainConnection() throws SQLException {
        return database == null ? null : database.getConnection();
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : closed) {
            one.close();
        }
    }
}
