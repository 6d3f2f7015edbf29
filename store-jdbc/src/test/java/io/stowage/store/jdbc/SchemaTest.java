package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.Revision;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables are made, found, or missed with a word what to do. */
class SchemaTest {

    /** One for each call: the common pool may have but one thread, and calls block here. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdown();
    }

    private static DataSource h2(String name) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    private static void saysThatTheTablesAreNotThere(DataSource database, String script) {
        assertThatThrownBy(() -> JdbcStateStore.open(database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The tables of the state store are not there. Let the store create them (createTables), or run"
                                + " io/stowage/store/jdbc/" + script + " of its JAR file.");
    }

    @Test
    void tablesThatAreNotThereAreMissed() throws SQLException {
        saysThatTheTablesAreNotThere(h2("missed"), "h2.sql");
        saysThatTheTablesAreNotThere(Postgres.database(), "postgresql.sql");
    }

    @Test
    void tablesOfAnotherVersionAreRefused() throws SQLException {
        for (DataSource database : List.of(h2("refused"), Postgres.database())) {
            JdbcStateStore.createTables(database);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE stowage_schema SET version = 7");
            }
            assertThatThrownBy(() -> JdbcStateStore.open(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "The tables of the state store have version 7 (stowage_schema), and this store works with version 2.");
        }
    }

    /** As the version before has made them. */
    private static void makeOlder(DataSource database) throws SQLException {
        JdbcStateStore.createTables(database);
        run(database, List.of("DROP TABLE stowage_enlisted", "UPDATE stowage_schema SET version = 1"));
    }

    private static void run(DataSource database, List<String> commands) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    @Test
    void tablesOfAnOlderVersionAreBroughtUp() throws SQLException {
        Map<String, DataSource> databases = Map.of("h2-2.sql", h2("older"), "postgresql-2.sql", Postgres.database());
        for (Map.Entry<String, DataSource> one : databases.entrySet()) {
            DataSource database = one.getValue();
            makeOlder(database);
            assertThatThrownBy(() -> JdbcStateStore.open(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "The tables of the state store have version 1 (stowage_schema), and this store works with version 2."
                                    + " Let the store create them (createTables), or run io/stowage/store/jdbc/"
                                    + one.getKey()
                                    + " of its JAR file.");
            run(database, Schema.commands(one.getKey()));
            JdbcStateStore.open(database).close();

            run(database, List.of("DROP TABLE stowage_enlisted", "UPDATE stowage_schema SET version = 1"));
            JdbcStateStore.createTables(database);
            try (JdbcStateStore store = JdbcStateStore.open(database)) {
                assertThat(store.changed(Map.of("registry", Revision.NONE), Duration.ZERO))
                        .isEmpty();
            }
        }
    }

    @Test
    void severalMayMakeThemAtOnce() throws SQLException {
        DataSource database = Postgres.database();
        List<CompletableFuture<Void>> makers = IntStream.range(0, 8)
                .mapToObj(maker -> CompletableFuture.runAsync(() -> JdbcStateStore.createTables(database), threads))
                .toList();
        makers.forEach(CompletableFuture::join);
        try (JdbcStateStore store = JdbcStateStore.open(database)) {
            assertThat(store.read("cluster/none").revision()).isEqualTo(Revision.NONE);
        }
    }

    @Test
    void propertiesThatAreWrongAreNamed() {
        JdbcStateStoreProvider provider = new JdbcStateStoreProvider();
        assertThatThrownBy(() -> provider.open(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url: ");
        assertThatThrownBy(() -> provider.open(Map.of("url", "jdbc:h2:mem:x", "usr", "sa")))
                .hasMessage(
                        "The state store \"jdbc\" has no property \"usr\". It has [createTables, lease, listening, password, url, user].");
        assertThatThrownBy(() -> provider.open(Map.of("url", "jdbc:h2:mem:x", "createTables", "yes")))
                .hasMessageStartingWith("createTables: \"yes\" is neither true nor false.");
        assertThatThrownBy(() -> provider.open(Map.of("url", "jdbc:nothing:x")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("Connecting to the state store's database failed: ");
    }
}
