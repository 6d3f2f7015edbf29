package io.stowage.store.jdbc;

import io.stowage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves what {@linkplain JdbcTransaction transactions of host applications} have added into the partitions it is for.
 *
 * <p>Such a transaction may go on for as long as it likes, so it must not lock the row of a partition, which every commit needs: it adds rows to a
 * table of their own. Whoever looks for changes sees those that are committed, and moves them: the row of the partition is locked, as for any
 * commit, the rows are taken out and become records, each with a revision of its own, so that the feed keeps their order. All in one
 * transaction: a crash leaves each where it is, or where it goes. Who comes second finds nothing to move.
 */
final class Enlisted {

    private static final int AT_ONCE = 100;
    private static final String FIND = "SELECT seq, kind, id, version, payload FROM stowage_enlisted"
            + " WHERE partition_name = ? ORDER BY seq LIMIT " + AT_ONCE;
    private static final String REMOVE = "DELETE FROM stowage_enlisted WHERE seq = ?";

    private final Database database;
    private final Commits commits;

    Enlisted(Database database, Commits commits) {
        this.database = database;
        this.commits = commits;
    }

    private record Row(long seq, StoredRecord record) {}

    /** Moves what is there for these partitions; one for which that fails keeps none of the others waiting. */
    void move(Collection<String> partitions) {
        @Nullable RuntimeException failed = null;
        for (String partition : partitions) {
            try {
                boolean unused = database.inTransaction(
                        "Moving what is enlisted for " + partition, connection -> move(connection, partition));
            } catch (RuntimeException unmoved) {
                failed = unmoved;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private boolean move(Connection connection, String partition) throws SQLException {
        Commits.Appending appending = commits.appending(connection, partition);
        List<Row> rows = found(connection, partition);
        for (Row row : rows) {
            appending.append(row.record());
        }
        remove(connection, rows);
        return true;
    }

    private static List<Row> found(Connection connection, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, partition);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), Reads.record(found, 2)));
                }
            }
            return rows;
        }
    }

    private static void remove(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            for (Row row : rows) {
                statement.setLong(1, row.seq());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
