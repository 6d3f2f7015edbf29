package io.stowage.store.jdbc;

import io.stowage.spi.Lease;
import io.stowage.spi.Write;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What PostgreSQL and H2 say differently. */
sealed interface Dialect permits PostgreSql, H2 {

    /**
     * The database that a connection is to.
     *
     * @param patience how long a transaction waits for a lock, or may be found idle
     */
    static Dialect of(Connection connection, Duration patience) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String product = database.getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> PostgreSql.with(patience);
            case "H2" -> H2.of(database.getDatabaseProductVersion(), database.getURL());
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

    /** Makes a transaction see what is committed, where that is not a setting of the transaction itself; yields what undoes it. */
    Undo seeWhatIsCommitted(Connection connection) throws SQLException;

    /** Sets a connection back. */
    interface Undo {
        void to(Connection connection) throws SQLException;
    }

    /** The database's clock. */
    String now();

    /** So many milliseconds after now: an expression with one parameter. */
    String nowPlusMillis();

    /** Whether a column has one of several texts: a condition with one parameter, an array. */
    default String isAnyOf(String column) {
        return column + " = ANY (?)";
    }

    /** An array of texts. */
    default Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("varchar", texts.toArray());
    }

    /**
     * Prolongs the leases that are held still and that nobody locks, each by so many milliseconds from now.
     *
     * @return those
     */
    Set<Lease> prolongAll(Connection connection, Collection<Lease> leases, long millis) throws SQLException;

    /**
     * Adds a partition that was never written, without effect if it is there. Its epoch is that of the row {@value Leftovers#FORGOTTEN}, if there is
     * one.
     */
    void addPartition(Connection connection, String partition) throws SQLException;

    /** A statement that tells who listens, when the transaction commits, that there is something to look for; empty if there is no way to. */
    String tellOthers(String from);

    /** Creates or replaces the records. */
    void put(Connection connection, String partition, long revision, List<Write.Put> writes) throws SQLException;

    /** Makes tombstones of the records; without effect on those that aren't there. */
    void delete(Connection connection, String partition, long revision, List<Write.Delete> writes) throws SQLException;
}
