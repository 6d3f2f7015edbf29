package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What engines that are gone leave behind, and how connections are given back. */
@Timeout(60)
class LeftoversTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration OVER_AT_ONCE = Duration.ofMillis(-1);

    enum Kind {
        H2,
        POSTGRESQL
    }

    private DataSource database;
    private JdbcStateStore store;
    private Connection resident;

    private void open(Kind kind, Duration age) throws SQLException {
        if (kind == Kind.H2) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:leftovers");
            resident = DriverManager.getConnection(h2.getURL());
            database = h2;
        } else {
            database = Postgres.database();
        }
        JdbcStateStore.createTables(database);
        Database known = Database.on(database::getConnection);
        store = JdbcStateStore.open(known, new Memory(known.dialect()), new Leftovers(known, age), () -> {});
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
        if (resident != null) {
            resident.close();
        }
    }

    private List<String> rows(String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT partition_name FROM " + table
                        + " WHERE partition_name <> '' ORDER BY partition_name")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private Lease take(String partition, Duration timeToLive) {
        return store.acquire(partition, "me", timeToLive).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void whatAnEngineThatIsGoneHasLeftIsForgottenAndNoEpochGoesBack(Kind kind) throws SQLException {
        open(kind, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            take("engine/gone/harbour", OVER_AT_ONCE);
            store.release(take("engine/gone/harbour", OVER_AT_ONCE));
        }
        Lease last = take("engine/gone/harbour", OVER_AT_ONCE);
        take("cluster/harbour", OVER_AT_ONCE);
        store.commit(new Commit("cluster/harbour", "first", Revision.NONE, null, List.of()));
        store.commit(new Commit("inbox/harbour", "first", Revision.NONE, null, List.of()));
        take("engine/here/harbour", LONG);

        assertThat(rows("stowage_partition"))
                .containsExactly("cluster/harbour", "engine/here/harbour", "inbox/harbour");
        assertThat(rows("stowage_lease")).containsExactly("cluster/harbour", "engine/here/harbour");
        assertThat(store.partitions("")).containsExactly("cluster/harbour", "inbox/harbour");
        Lease again = take("engine/gone/harbour", LONG);
        assertThat(again.epoch()).isGreaterThan(last.epoch());
        assertThat(store.renew(last, LONG)).isFalse();
        assertThat(store.commit(new Commit("engine/gone/harbour", "late", Revision.NONE, last, List.of())))
                .isEqualTo(new CommitResult.Fenced());
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNotBeenOverForLongIsKept(Kind kind) throws SQLException {
        open(kind, LONG);
        take("engine/gone/harbour", OVER_AT_ONCE);
        take("engine/here/harbour", LONG);
        assertThat(rows("stowage_partition")).containsExactly("engine/gone/harbour", "engine/here/harbour");
    }

    @ParameterizedTest
    @EnumSource
    void whatCanNotBeForgottenNowKeepsNobodyFromALease(Kind kind) throws SQLException {
        open(kind, Duration.ZERO);
        take("engine/gone/harbour", OVER_AT_ONCE);
        Database hasty = Database.on(database::getConnection, Duration.ofSeconds(1));
        try (Connection locking = database.getConnection();
                Statement statement = locking.createStatement();
                JdbcStateStore other = JdbcStateStore.open(
                        hasty, new Memory(hasty.dialect()), new Leftovers(hasty, Duration.ZERO), () -> {})) {
            locking.setAutoCommit(false);
            statement.execute(
                    "SELECT epoch FROM stowage_partition WHERE partition_name = 'engine/gone/harbour' FOR UPDATE");
            assertThat(other.acquire("engine/here/harbour", "me", LONG)).isPresent();
            locking.rollback();
        }
        assertThat(rows("stowage_partition")).containsExactly("engine/gone/harbour", "engine/here/harbour");
    }

    /** Whoever lends the connection may have set it as he needs it. */
    @ParameterizedTest
    @EnumSource
    void aConnectionIsGivenBackAsItWas(Kind kind) throws SQLException {
        open(kind, LONG);
        try (Connection mine = database.getConnection()) {
            mine.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            mine.setAutoCommit(false);
            Database lending = Database.on(() -> Unclosed.of(mine));
            JdbcStateStore borrowing = JdbcStateStore.open(lending, new Memory(lending.dialect()), () -> {});
            Commit commit = new Commit("cluster/harbour", "first", Revision.NONE, null, List.of());
            assertThat(borrowing.commit(commit)).isEqualTo(new CommitResult.Committed(1));
            borrowing.renewAll(List.of(take("cluster/harbour", LONG)), LONG);
            assertThat(mine.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(mine.getAutoCommit()).isFalse();
            mine.rollback();
        }
    }
}
