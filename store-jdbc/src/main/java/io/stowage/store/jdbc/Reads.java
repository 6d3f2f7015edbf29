package io.stowage.store.jdbc;

import io.stowage.spi.Changes;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is read: always one statement, so that a partition and its records are from one instant, with no lock and no transaction. */
final class Reads {

    private static final long ENLISTED = -1;

    private static final String PARTITION = "SELECT p.revision, p.commit_id, r.kind, r.id, r.version, r.payload"
            + " FROM stowage_partition p LEFT JOIN stowage_record r"
            + " ON r.partition_name = p.partition_name AND r.payload IS NOT NULL"
            + " WHERE p.partition_name = ? ORDER BY r.kind, r.id";
    private static final String NAMES = "SELECT partition_name FROM stowage_partition"
            + " WHERE partition_name >= ? AND revision > 0 ORDER BY partition_name";
    private static final String CHANGES = "SELECT p.revision, p.commit_id, p.forgotten_upto,"
            + " (SELECT max(c.revision) FROM stowage_commit c WHERE c.partition_name = p.partition_name AND c.commit_id = ?),"
            + " r.kind, r.id, r.version, r.payload,"
            + " EXISTS (SELECT 1 FROM stowage_enlisted e WHERE e.partition_name = p.partition_name)"
            + " FROM stowage_partition p LEFT JOIN stowage_record r"
            + " ON r.partition_name = p.partition_name AND r.revision > ?"
            + " WHERE p.partition_name = ? ORDER BY r.revision, r.kind, r.id";
    private static final String REVISION = "SELECT partition_name, revision, commit_id FROM stowage_partition WHERE ";
    /** With revisions that no partition is at. */
    private static final String OR_ENLISTED =
            " UNION ALL SELECT DISTINCT partition_name, " + ENLISTED + ", '' FROM stowage_enlisted";

    private static final String IS_ENLISTED = "SELECT 1 FROM stowage_enlisted WHERE partition_name = ? LIMIT 1";

    private final Database database;

    Reads(Database database) {
        this.database = database;
    }

    PartitionSnapshot read(String partition) {
        return database.alone("Reading " + partition, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PARTITION)) {
                statement.setString(1, partition);
                try (ResultSet rows = statement.executeQuery()) {
                    return snapshot(rows);
                }
            }
        });
    }

    private static PartitionSnapshot snapshot(ResultSet rows) throws SQLException {
        Revision revision = Revision.NONE;
        List<StoredRecord> records = new ArrayList<>();
        while (rows.next()) {
            if (records.isEmpty()) {
                revision = new Revision(rows.getLong(1), rows.getString(2));
            }
            String kind = rows.getString(3);
            if (kind != null) {
                records.add(record(rows, 3));
            }
        }
        return new PartitionSnapshot(revision, records);
    }

    List<String> partitions(String prefix) {
        return database.alone("Listing the partitions", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(NAMES)) {
                statement.setString(1, prefix);
                try (ResultSet rows = statement.executeQuery()) {
                    return beginningWith(prefix, rows);
                }
            }
        });
    }

    private static List<String> beginningWith(String prefix, ResultSet ordered) throws SQLException {
        List<String> names = new ArrayList<>();
        while (ordered.next() && ordered.getString(1).startsWith(prefix)) {
            names.add(ordered.getString(1));
        }
        return names;
    }

    /**
     * What a look at one partition yields.
     *
     * @param enlisted whether something is {@linkplain Enlisted enlisted} for it
     */
    record Seen(Changes changes, boolean enlisted) {}

    Seen changesAfter(String partition, Revision after) {
        return database.alone("Reading what has changed in " + partition, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
                statement.setString(1, after.commitId());
                statement.setLong(2, after.number());
                statement.setString(3, partition);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? changes(rows, after) : neverWritten(connection, partition, after);
                }
            }
        });
    }

    private static Seen neverWritten(Connection connection, String partition, Revision after) throws SQLException {
        Changes none = new Changes(Revision.NONE, after.equals(Revision.NONE), List.of());
        try (PreparedStatement statement = connection.prepareStatement(IS_ENLISTED)) {
            statement.setString(1, partition);
            try (ResultSet rows = statement.executeQuery()) {
                return new Seen(none, rows.next());
            }
        }
    }

    private static Seen changes(ResultSet rows, Revision after) throws SQLException {
        boolean enlisted = rows.getBoolean(9);
        Revision revision = new Revision(rows.getLong(1), rows.getString(2));
        boolean remembered = rows.getLong(3) <= after.number();
        boolean ofThisHistory =
                after.equals(revision) || after.equals(Revision.NONE) || rows.getLong(4) == after.number();
        if (!remembered || !ofThisHistory) {
            return new Seen(new Changes(revision, false, List.of()), enlisted);
        }
        List<Write> writes = new ArrayList<>();
        do {
            String kind = rows.getString(5);
            if (kind != null) {
                writes.add(write(rows, kind));
            }
        } while (rows.next());
        return new Seen(new Changes(revision, true, writes), enlisted);
    }

    private static Write write(ResultSet rows, String kind) throws SQLException {
        String id = rows.getString(6);
        String payload = rows.getString(8);
        return payload == null ? new Write.Delete(kind, id) : new Write.Put(record(rows, 5));
    }

    /** The record of a row whose columns from this one on are its kind, id, version and payload. */
    static StoredRecord record(ResultSet rows, int from) throws SQLException {
        return new StoredRecord(
                rows.getString(from),
                rows.getString(from + 1),
                rows.getLong(from + 2),
                Payload.ofText(rows.getString(from + 3)));
    }

    /**
     * What a look yields.
     *
     * @param elsewhere the partitions that are at another revision than the one known, and at which
     * @param enlisted partitions for which something is {@linkplain Enlisted enlisted}, whether they were asked about or not
     */
    record Look(Map<String, Revision> elsewhere, Set<String> enlisted) {}

    /** Looks at all of these with one question. */
    Look look(Map<String, Revision> known) {
        return database.alone("Looking for changes", connection -> {
            Map<String, Revision> revisions = new TreeMap<>();
            Set<String> enlisted = new TreeSet<>();
            look(connection, known.keySet(), revisions, enlisted);
            Map<String, Revision> elsewhere = new TreeMap<>();
            known.forEach((partition, revision) -> {
                Revision now = revisions.getOrDefault(partition, Revision.NONE);
                if (!now.equals(revision)) {
                    elsewhere.put(partition, now);
                }
            });
            return new Look(elsewhere, enlisted);
        });
    }

    private void look(
            Connection connection, Collection<String> partitions, Map<String, Revision> revisions, Set<String> enlisted)
            throws SQLException {
        Dialect dialect = database.dialect();
        try (PreparedStatement statement =
                connection.prepareStatement(REVISION + dialect.isAnyOf("partition_name") + OR_ENLISTED)) {
            statement.setArray(1, dialect.texts(connection, partitions));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong(2) == ENLISTED) {
                        enlisted.add(rows.getString(1));
                    } else {
                        revisions.put(rows.getString(1), new Revision(rows.getLong(2), rows.getString(3)));
                    }
                }
            }
        }
    }
}
