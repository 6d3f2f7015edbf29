package io.stowage.store.jdbc;

import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What PostgreSQL and H2 say differently. */
sealed interface Dialect permits PostgreSql, H2 {

    /** The database that a connection is to. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgreSql();
            case "H2" -> new H2();
            default ->
                throw new IllegalArgumentException("The database is \"" + product
                        + "\". The store works on PostgreSQL and H2. Give it a DataSource of one of these.");
        };
    }

    /** The file with the tables, beside this class. */
    String script();

    /** A statement that keeps others from creating the tables meanwhile; empty if nothing is needed. */
    String lockOutOthers();

    /** Begins a transaction that sees what is committed, and that waits for nothing longer than a good part of a lease. */
    void begin(Connection connection) throws SQLException;

    /** The database's clock. */
    String now();

    /** So many milliseconds after now: an expression with one parameter. */
    String nowPlusMillis();

    /** Adds a partition that was never written, without effect if it is there: one parameter. */
    void addPartition(Connection connection, String partition) throws SQLException;

    /** Creates or replaces the records. */
    void put(Connection connection, String partition, long revision, List<Write.Put> writes) throws SQLException;

    /** Makes tombstones of the records; without effect on those that aren't there. */
    void delete(Connection connection, String partition, long revision, List<Write.Delete> writes) throws SQLException;
}
