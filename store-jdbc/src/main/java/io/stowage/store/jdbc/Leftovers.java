package io.stowage.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Forgets partitions that were never written and whose lease has been over for an hour. An engine that is gone leaves such partitions behind:
 * its name, which no other engine has, is in theirs.
 *
 * <p>No epoch goes back for that. The highest one that was forgotten is kept in a row of its own, which is no partition, and every partition
 * that is added begins with it. Partitions are looked for when there is one more, some at a time.
 */
final class Leftovers {

    /** No partition's name: names are of one character at least. */
    static final String FORGOTTEN = "";

    /** The epoch that a new partition begins with: an expression. */
    static final String EPOCH =
            "COALESCE((SELECT f.epoch FROM stowage_partition f WHERE f.partition_name = '" + FORGOTTEN + "'), 0)";

    private static final int AT_ONCE = 200;
    private static final Duration AGE = Duration.ofHours(1);
    private static final String KEEP_EPOCH =
            "UPDATE stowage_partition SET epoch = ? WHERE partition_name = '" + FORGOTTEN + "' AND epoch < ?";
    private static final String REMOVE_LEASE = "DELETE FROM stowage_lease WHERE partition_name = ?";
    private static final String REMOVE = "DELETE FROM stowage_partition WHERE partition_name = ?";

    private final Database database;
    private final Duration age;
    private final String find;

    Leftovers(Database database) {
        this(database, AGE);
    }

    Leftovers(Database database, Duration age) {
        this.database = database;
        this.age = age;
        this.find =
                "SELECT p.partition_name, p.epoch FROM stowage_partition p WHERE p.revision = 0 AND p.partition_name <> '"
                        + FORGOTTEN
                        + "' AND EXISTS (SELECT 1 FROM stowage_lease l WHERE l.partition_name = p.partition_name"
                        + " AND l.expires_at < " + database.dialect().nowPlusMillis()
                        + ") ORDER BY p.partition_name LIMIT "
                        + AT_ONCE + " FOR UPDATE";
    }

    /** Whoever is about to take the lease of one of them is waited for, and keeps it. */
    void forget() {
        database.inTransaction("Forgetting what engines have left behind", connection -> {
            Map<String, Long> epochs = found(connection);
            // Who had to be waited for has a lease by now, which only another statement sees.
            epochs.keySet().retainAll(found(connection).keySet());
            if (!epochs.isEmpty()) {
                database.dialect().addPartition(connection, FORGOTTEN);
                keep(
                        connection,
                        epochs.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0));
                remove(connection, REMOVE_LEASE, epochs);
                remove(connection, REMOVE, epochs);
            }
            return true;
        });
    }

    private Map<String, Long> found(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            statement.setLong(1, -age.toMillis());
            Map<String, Long> epochs = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    epochs.put(rows.getString(1), rows.getLong(2));
                }
            }
            return epochs;
        }
    }

    private static void keep(Connection connection, long epoch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEEP_EPOCH)) {
            statement.setLong(1, epoch);
            statement.setLong(2, epoch);
            statement.executeUpdate();
        }
    }

    private static void remove(Connection connection, String delete, Map<String, Long> partitions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            for (String partition : partitions.keySet()) {
                statement.setString(1, partition);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
