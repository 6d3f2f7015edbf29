package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is past is forgotten in time, and a reader is told so. */
class MemoryTest {

    private static final String PARTITION = "cluster/harbour";
    private static final int EVERY = 5;

    enum Kind {
        H2,
        POSTGRESQL
    }

    private DataSource database;
    private JdbcStateStore store;
    private Connection resident;

    private void open(Kind kind, long ageMillis) throws SQLException {
        if (kind == Kind.H2) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:memory" + ageMillis);
            resident = DriverManager.getConnection(h2.getURL());
            database = h2;
        } else {
            database = Postgres.database();
        }
        JdbcStateStore.createTables(database);
        Database known = Database.on(database::getConnection);
        store = JdbcStateStore.open(known, new Memory(known.dialect(), EVERY, ageMillis), () -> {});
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
        if (resident != null) {
            resident.close();
        }
    }

    private static Revision at(long number) {
        return number == 0 ? Revision.NONE : new Revision(number, "commit-" + number);
    }

    private void commit(long number, Write write) {
        Commit commit = new Commit(PARTITION, "commit-" + number, at(number - 1), null, List.of(write));
        assertThat(store.commit(commit)).isEqualTo(new CommitResult.Committed(number));
    }

    private static Write put(String id) {
        return new Write.Put(new StoredRecord("task", id, 1, Payload.ofText("{}")));
    }

    /** The sixth commit removes, the tenth forgets. */
    private void putRemoveAndGoOn() {
        for (int number = 1; number <= 5; number++) {
            commit(number, put("task-" + number));
        }
        commit(6, new Write.Delete("task", "task-1"));
        for (int number = 7; number <= 10; number++) {
            commit(number, put("task-" + number));
        }
    }

    private int rows(String where) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + where)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOldIsForgotten(Kind kind) throws SQLException {
        open(kind, -1);
        putRemoveAndGoOn();
        assertThat(rows("stowage_record WHERE removed_at IS NOT NULL")).isZero();
        assertThat(store.changesAfter(PARTITION, at(5), Duration.ZERO))
                .isEqualTo(new Changes(at(10), false, List.of()));
        assertThat(store.changesAfter(PARTITION, at(10), Duration.ZERO).complete())
                .isTrue();
        assertThat(store.outcome(PARTITION, "commit-5")).isEmpty();
        // The newest one is what the next commit's predecessor is known by.
        assertThat(store.outcome(PARTITION, "commit-10")).isPresent();
        commit(11, put("task-11"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotOldIsKept(Kind kind) throws SQLException {
        open(kind, 3_600_000);
        putRemoveAndGoOn();
        assertThat(rows("stowage_record WHERE removed_at IS NOT NULL")).isEqualTo(1);
        Changes changes = store.changesAfter(PARTITION, at(5), Duration.ZERO);
        assertThat(changes.complete()).isTrue();
        assertThat(changes.writes()).hasSize(5).contains(new Write.Delete("task", "task-1"));
        assertThat(store.outcome(PARTITION, "commit-1")).contains(new CommitResult.Committed(1));
    }
}
