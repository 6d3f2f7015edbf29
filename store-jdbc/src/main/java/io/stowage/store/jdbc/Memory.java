package io.stowage.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How much a partition remembers of what is past: removals for an hour, and ids of commits for an hour after the commit that followed, but
 * no more than {@value #COMMIT_IDS} of them. What is older goes with one commit of {@value #EVERY}, in its transaction, and at most the
 * revisions of {@value #AT_ONCE} rows of it at once: the commit must not become too long to be made.
 */
final class Memory {

    static final int COMMIT_IDS = 100_000;
    static final int EVERY = 50;
    private static final int AT_ONCE = 2_000;
    private static final long AGE_MILLIS = 3_600_000;

    private final long every;
    private final long ageMillis;
    private final String newestForgotten;
    private static final String FORGET_UP_TO =
            "UPDATE stowage_partition SET forgotten_upto = ? WHERE partition_name = ? AND forgotten_upto < ?";
    private static final String REMOVE_TOMBSTONES =
            "DELETE FROM stowage_record WHERE partition_name = ? AND removed_at IS NOT NULL AND revision <= ?";
    private final String newestFollowed;
    private static final String REMOVE_COMMITS = "DELETE FROM stowage_commit WHERE partition_name = ? AND revision < ?";

    Memory(Dialect dialect) {
        this(dialect, EVERY, AGE_MILLIS);
    }

    Memory(Dialect dialect, long every, long ageMillis) {
        this.every = every;
        this.ageMillis = ageMillis;
        String longAgo = dialect.nowPlusMillis();
        this.newestForgotten = oldest("stowage_record", "removed_at < " + longAgo, "removed_at");
        this.newestFollowed = oldest("stowage_commit", "committed_at < " + longAgo, "revision");
    }

    /** The newest revision of the oldest rows, in the order of an index. */
    private static String oldest(String table, String condition, String order) {
        return "SELECT max(revision) FROM (SELECT revision FROM " + table + " WHERE partition_name = ? AND " + condition
                + " ORDER BY " + order + " LIMIT " + AT_ONCE + ") oldest";
    }

    /** The partition's row is locked by this transaction. */
    void forgetNowAndThen(Connection connection, String partition, long revision) throws SQLException {
        if (revision % every != 0) {
            return;
        }
        long removed = newest(connection, newestForgotten, partition);
        if (removed > 0) {
            try (PreparedStatement statement = connection.prepareStatement(FORGET_UP_TO)) {
                statement.setLong(1, removed);
                statement.setString(2, partition);
                statement.setLong(3, removed);
                statement.executeUpdate();
            }
            remove(connection, REMOVE_TOMBSTONES, partition, removed);
        }
        // The newest one of an hour ago followed all before it an hour ago at least.
        long followed = Math.max(newest(connection, newestFollowed, partition), revision - COMMIT_IDS);
        if (followed > 0) {
            remove(connection, REMOVE_COMMITS, partition, followed);
        }
    }

    private long newest(Connection connection, String select, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setString(1, partition);
            statement.setLong(2, -ageMillis);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    private static void remove(Connection connection, String delete, String partition, long revision)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setString(1, partition);
            statement.setLong(2, revision);
            statement.executeUpdate();
        }
    }
}
