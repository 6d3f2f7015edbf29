package io.stowage.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection for one statement, or for one transaction, and gives it back as it was. It never tries anything twice: whoever asked
 * knows whether that is safe.
 */
final class Database {

    private static final Duration USUAL_LEASE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    private final Connections connections;
    private final Dialect dialect;

    /** Where connections come from. */
    interface Connections {
        Connection get() throws SQLException;
    }

    /** What is done with a connection. */
    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    private Database(Connections connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    /** For engines with the usual lease. */
    static Database on(Connections connections) {
        return on(connections, USUAL_LEASE);
    }

    /**
     * Connects once, to see which database it is.
     *
     * @param lease how long leases last: no transaction waits, or is waited for, half as long
     */
    static Database on(Connections connections, Duration lease) {
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease is " + lease + "; it must be " + SHORTEST_LEASE
                    + " or more: give the time to live of the engines' leases.");
        }
        try (Connection connection = connections.get()) {
            return new Database(
                    connections, Dialect.of(connection, lease.multipliedBy(2).dividedBy(5)));
        } catch (SQLException failed) {
            throw new DatabaseException("Connecting to the state store's database", failed);
        }
    }

    Connections connections() {
        return connections;
    }

    Dialect dialect() {
        return dialect;
    }

    /** One statement, which sees the database as it is at one instant, and is committed by itself. */
    <T extends @Nullable Object> T alone(String doing, Work<T> work) {
        return lend(doing, true, work);
    }

    /** All or nothing. Who waits for a lock sees afterwards, with the next statement, what was committed meanwhile. */
    <T extends @Nullable Object> T inTransaction(String doing, Work<T> work) {
        return lend(doing, false, connection -> {
            boolean committed = false;
            Dialect.Undo undo = dialect.seeWhatIsCommitted(connection);
            try {
                dialect.begin(connection);
                T result = work.with(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBack(connection);
                }
                restore(connection, undo);
            }
        });
    }

    private <T extends @Nullable Object> T lend(String doing, boolean autoCommit, Work<T> work) {
        try (Connection connection = connections.get()) {
            boolean before = connection.getAutoCommit();
            if (before == autoCommit) {
                return work.with(connection);
            }
            connection.setAutoCommit(autoCommit);
            try {
                return work.with(connection);
            } finally {
                restore(connection, changed -> changed.setAutoCommit(before));
            }
        } catch (SQLException failed) {
            throw new DatabaseException(doing, failed);
        }
    }

    /** What was done is done, and what has failed is told: a connection that can't even be set back is of no use to whoever lent it. */
    private static void restore(Connection connection, Dialect.Undo undo) {
        try {
            undo.to(connection);
        } catch (SQLException broken) {
            // Whoever lends connections looks at them before he lends them again.
        }
    }

    /** What has failed already is not told less clearly because the connection is gone as well: the database rolls back by itself then. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            // The failure that brought us here is told.
        }
    }
}
