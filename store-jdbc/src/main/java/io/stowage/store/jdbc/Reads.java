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
import java.util.TreeMap;

/** What is read: always one statement, so that a partition and its records are from one instant, with no lock and no transaction. */
final class Reads {

    private static final String PARTITION = "SELECT p.revision, p.commit_id, r.kind, r.id, r.version, r.payload"
            + " FROM stowage_partition p LEFT JOIN stowage_record r"
            + " ON r.partition_name = p.partition_name AND r.payload IS NOT NULL"
            + " WHERE p.partition_name = ? ORDER BY r.kind, r.id";
    private static final String NAMES = "SELECT partition_name FROM stowage_partition"
            + " WHERE partition_name >= ? AND revision > 0 ORDER BY partition_name";
    private static final String CHANGES = "SELECT p.revision, p.commit_id, p.forgotten_upto,"
            + " (SELECT max(c.revision) FROM stowage_commit c WHERE c.partition_name = p.partition_name AND c.commit_id = ?),"
            + " r.kind, r.id, r.version, r.payload"
            + " FROM stowage_partition p LEFT JOIN stowage_record r"
            + " ON r.partition_name = p.partition_name AND r.revision > ?"
            + " WHERE p.partition_name = ? ORDER BY r.revision, r.kind, r.id";
    private static final String REVISION = "SELECT partition_name, revision, commit_id FROM stowage_partition WHERE ";

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
                records.add(
                        new StoredRecord(kind, rows.getString(4), rows.getLong(5), Payload.ofText(rows.getString(6))));
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

    Changes changesAfter(String partition, Revision after) {
        return database.alone("Reading what has changed in " + partition, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
                statement.setString(1, after.commitId());
                statement.setLong(2, after.number());
                statement.setString(3, partition);
                try (ResultSet rows = statement.executeQuery()) {
                    return changes(rows, after);
                }
            }
        });
    }

    private static Changes changes(ResultSet rows, Revision after) throws SQLException {
        if (!rows.next()) {
            return new Changes(Revision.NONE, after.equals(Revision.NONE), List.of());
        }
        Revision revision = new Revision(rows.getLong(1), rows.getString(2));
        boolean remembered = rows.getLong(3) <= after.number();
        boolean ofThisHistory =
                after.equals(revision) || after.equals(Revision.NONE) || rows.getLong(4) == after.number();
        if (!remembered || !ofThisHistory) {
            return new Changes(revision, false, List.of());
        }
        List<Write> writes = new ArrayList<>();
        do {
            String kind = rows.getString(5);
            if (kind != null) {
                writes.add(write(rows, kind));
            }
        } while (rows.next());
        return new Changes(revision, true, writes);
    }

    private static Write write(ResultSet rows, String kind) throws SQLException {
        String id = rows.getString(6);
        String payload = rows.getString(8);
        return payload == null
                ? new Write.Delete(kind, id)
                : new Write.Put(new StoredRecord(kind, id, rows.getLong(7), Payload.ofText(payload)));
    }

    /** Those that are at another revision than this, and at which. */
    Map<String, Revision> elsewhere(Map<String, Revision> known) {
        return database.alone("Looking for changes", connection -> {
            Map<String, Revision> revisions = revisions(connection, known.keySet());
            Map<String, Revision> elsewhere = new TreeMap<>();
            known.forEach((partition, revision) -> {
                Revision now = revisions.getOrDefault(partition, Revision.NONE);
                if (!now.equals(revision)) {
                    elsewhere.put(partition, now);
                }
            });
            return elsewhere;
        });
    }

    private Map<String, Revision> revisions(Connection connection, Collection<String> partitions) throws SQLException {
        Dialect dialect = database.dialect();
        try (PreparedStatement statement = connection.prepareStatement(REVISION + dialect.isAnyOf("partition_name"))) {
            statement.setArray(1, dialect.texts(connection, partitions));
            Map<String, Revision> revisions = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    revisions.put(rows.getString(1), new Revision(rows.getLong(2), rows.getString(3)));
                }
            }
            return revisions;
        }
    }
}
