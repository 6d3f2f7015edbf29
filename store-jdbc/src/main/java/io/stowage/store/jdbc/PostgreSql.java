package io.stowage.store.jdbc;

import io.stowage.spi.Lease;
import io.stowage.spi.Write;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * PostgreSQL 14 and newer. The writes of a commit are one statement with an array for each column: one round trip, however many there are.
 *
 * <p>The time-outs hold for the transaction alone, so that they work with any pool, and whatever stands between: an engine that hangs, or
 * whose host does, gives its lock back after less than half of a lease.
 */
record PostgreSql(String beginning) implements Dialect {

    private static final String ADD_PARTITION =
            "INSERT INTO stowage_partition (partition_name, revision, commit_id, epoch, forgotten_upto) VALUES (?, 0, '', "
                    + Leftovers.EPOCH + ", 0)"
                    + " ON CONFLICT (partition_name) DO NOTHING";
    private static final String PUT =
            "INSERT INTO stowage_record (partition_name, kind, id, version, revision, payload, removed_at)"
                    + " SELECT ?, w.kind, w.id, w.version, ?, w.payload, NULL"
                    + " FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) AS w (kind, id, version, payload)"
                    + " ON CONFLICT (partition_name, kind, id) DO UPDATE SET version = excluded.version,"
                    + " revision = excluded.revision, payload = excluded.payload, removed_at = NULL";
    private static final String DELETE =
            "UPDATE stowage_record r SET payload = NULL, revision = ?, removed_at = clock_timestamp()"
                    + " FROM unnest(?::text[], ?::text[]) AS w (kind, id)"
                    + " WHERE r.partition_name = ? AND r.kind = w.kind AND r.id = w.id AND r.payload IS NOT NULL";

    /** In one order, so that no two of them wait for each other; and for nobody who takes one of the leases. */
    private static final String PROLONG_ALL = "WITH held AS (SELECT l.partition_name FROM stowage_lease l"
            + " JOIN unnest(?::text[], ?::bigint[], ?::text[]) AS w (partition_name, epoch, holder)"
            + " ON l.partition_name = w.partition_name AND l.epoch = w.epoch AND l.holder = w.holder"
            + " ORDER BY l.partition_name FOR UPDATE OF l SKIP LOCKED)"
            + " UPDATE stowage_lease l SET expires_at = clock_timestamp() + ? * interval '1 millisecond'"
            + " FROM held WHERE l.partition_name = held.partition_name RETURNING l.partition_name, l.holder, l.epoch";

    static PostgreSql with(Duration patience) {
        long millis = patience.toMillis();
        return new PostgreSql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; "
                + "SET LOCAL lock_timeout = " + millis + "; "
                + "SET LOCAL statement_timeout = " + millis + "; "
                + "SET LOCAL idle_in_transaction_session_timeout = " + millis);
    }

    @Override
    public String script() {
        return "postgresql.sql";
    }

    @Override
    public String lockOutOthers() {
        return "SELECT pg_advisory_xact_lock(7741203352260118)";
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(beginning);
        }
    }

    /** The transaction itself says so. */
    @Override
    public Undo seeWhatIsCommitted(Connection connection) {
        return unchanged -> {};
    }

    @Override
    public String tellOthers(String from) {
        return "NOTIFY " + Listening.CHANNEL + ", '" + from + "'";
    }

    @Override
    public String now() {
        return "clock_timestamp()";
    }

    @Override
    public String nowPlusMillis() {
        return "clock_timestamp() + ? * interval '1 millisecond'";
    }

    @Override
    public Set<Lease> prolongAll(Connection connection, Collection<Lease> leases, long millis) throws SQLException {
        List<Lease> ordered = List.copyOf(leases);
        try (PreparedStatement statement = connection.prepareStatement(PROLONG_ALL)) {
            statement.setArray(1, texts(connection, ordered, Lease::partition));
            Long[] epochs = ordered.stream().map(Lease::epoch).toArray(Long[]::new);
            statement.setArray(2, connection.createArrayOf("bigint", epochs));
            statement.setArray(3, texts(connection, ordered, Lease::holder));
            statement.setLong(4, millis);
            Set<Lease> prolonged = new LinkedHashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    prolonged.add(new Lease(rows.getString(1), rows.getString(2), rows.getLong(3)));
                }
            }
            return prolonged;
        }
    }

    @Override
    public void addPartition(Connection connection, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD_PARTITION)) {
            statement.setString(1, partition);
            statement.executeUpdate();
        }
    }

    @Override
    public void put(Connection connection, String partition, long revision, List<Write.Put> writes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setString(1, partition);
            statement.setLong(2, revision);
            statement.setArray(3, texts(connection, writes, Write.Put::kind));
            statement.setArray(4, texts(connection, writes, Write.Put::id));
            Long[] versions =
                    writes.stream().map(write -> write.record().version()).toArray(Long[]::new);
            statement.setArray(5, connection.createArrayOf("bigint", versions));
            statement.setArray(
                    6,
                    texts(connection, writes, write -> write.record().payload().text()));
            statement.executeUpdate();
        }
    }

    @Override
    public void delete(Connection connection, String partition, long revision, List<Write.Delete> writes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setLong(1, revision);
            statement.setArray(2, texts(connection, writes, Write.Delete::kind));
            statement.setArray(3, texts(connection, writes, Write.Delete::id));
            statement.setString(4, partition);
            statement.executeUpdate();
        }
    }

    private static <W> Array texts(Connection connection, List<W> writes, Function<W, String> text)
            throws SQLException {
        return connection.createArrayOf("text", writes.stream().map(text).toArray(String[]::new));
    }
}
