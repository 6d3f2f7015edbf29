package io.stowage.store.jdbc;

import io.stowage.spi.HostTransaction;
import io.stowage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A transaction of the host application's own on a JDBC connection, to which the engine's operations are added:
 *
 * <pre>{@code
 * connection.setAutoCommit(false);
 * insertOrder(connection, order);
 * String request = engine.enlistedIn(JdbcTransaction.of(connection)).runTask(work);
 * connection.commit();
 * }</pre>
 *
 * <p>The connection is one to the database, and in PostgreSQL the schema, in which the state store's tables are; any pool's, and of any user who may
 * insert into {@code stowage_enlisted}. What is added is rows of that table, which no engine locks before they are committed.
 */
public final class JdbcTransaction implements HostTransaction {

    private static final String ADD =
            "INSERT INTO stowage_enlisted (partition_name, kind, id, version, payload, enlisted_at)"
                    + " VALUES (?, ?, ?, ?, ?, CURRENT_TIMESTAMP)";

    private final Connection connection;

    private JdbcTransaction(Connection connection) {
        this.connection = connection;
    }

    /** The transaction that the connection is in, or begins with its next statement. The connection stays the caller's. */
    public static JdbcTransaction of(Connection connection) {
        return new JdbcTransaction(connection);
    }

    /**
     * @throws IllegalStateException if the connection commits each statement by itself
     * @throws DatabaseException if the statement fails; PostgreSQL does nothing more in the transaction then
     */
    @Override
    public void put(String partition, StoredRecord record) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "The connection commits each statement by itself, so nothing can be part of its"
                                + " transaction. Call setAutoCommit(false) before, and commit() after.");
            }
            try (PreparedStatement statement = connection.prepareStatement(ADD)) {
                statement.setString(1, partition);
                statement.setString(2, record.kind());
                statement.setString(3, record.id());
                statement.setLong(4, record.version());
                statement.setString(5, record.payload().text());
                statement.executeUpdate();
            }
        } catch (SQLException failed) {
            throw new DatabaseException("Adding a request to the transaction", failed);
        }
    }
}
