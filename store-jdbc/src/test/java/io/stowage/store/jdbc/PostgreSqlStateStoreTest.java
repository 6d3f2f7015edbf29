package io.stowage.store.jdbc;

import io.stowage.spi.StateStore;
import io.stowage.testkit.tck.DurableStateStoreTck;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The contract, on a real PostgreSQL. */
class PostgreSqlStateStoreTest extends DurableStateStoreTck {

    private DataSource dataSource;

    @Override
    protected StateStore openStore() throws SQLException {
        dataSource = Postgres.database();
        JdbcStateStore.createTables(dataSource);
        return JdbcStateStore.open(dataSource);
    }

    @Override
    protected StateStore openAnother(StateStore first) {
        return JdbcStateStore.open(dataSource);
    }

    @Override
    protected StateStore reopenStore() {
        return JdbcStateStore.open(dataSource);
    }
}
