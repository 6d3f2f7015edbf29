package io.stowage.store.jdbc;

import io.stowage.spi.Lease;
import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** H2, in this process: its statements cost no round trip, so a commit's writes are a plain batch. */
record H2() implements Dialect {

    private static final String DUPLICATE_KEY = "23505";
    private static final String ADD_PARTITION =
            "MERGE INTO stowage_partition p USING (VALUES (CAST(? AS varchar(512)))) w (partition_name)"
                    + " ON p.partition_name = w.partition_name WHEN NOT MATCHED THEN"
                    + " INSERT (partition_name, revision, commit_id, epoch, forgotten_upto) VALUES (w.partition_name, 0, '', "
                    + Leftovers.EPOCH + ", 0)";
    private static final String PUT =
            "MERGE INTO stowage_record (partition_name, kind, id, version, revision, payload, removed_at)"
                    + " KEY (partition_name, kind, id) VALUES (?, ?, ?, ?, ?, ?, NULL)";
    private static final String DELETE =
            "UPDATE stowage_record SET payload = NULL, revision = ?, removed_at = CURRENT_TIMESTAMP"
                    + " WHERE partition_name = ? AND kind = ? AND id = ? AND payload IS NOT NULL";

    private static final String PROLONG =
            "UPDATE stowage_lease SET expires_at = DATEADD('MILLISECOND', ?, CURRENT_TIMESTAMP)"
                    + " WHERE partition_name = ? AND epoch = ? AND holder = ?";

    /** They note where the last commit but one is as where the last one is, once the file is written over. */
    private static final Set<String> FORGETFUL = Set.of("2.5.250", "2.5.252");

    private static final String IN_MEMORY = "jdbc:h2:mem:";

    /** @throws IllegalArgumentException if this version would lose what it has answered when its process is killed */
    static H2 of(String version, String url) {
        String number = version.split(" ", 2)[0];
        if (FORGETFUL.contains(number) && !url.startsWith(IN_MEMORY)) {
            throw new IllegalArgumentException("url: \"" + url + "\" is opened by H2 " + number
                    + ", which can forget commits that it has answered when its process is killed. Use H2 2.4.240, which opens the same"
                    + " files, or keep the state in memory (" + IN_MEMORY + ") or in PostgreSQL.");
        }
        return new H2();
    }

    @Override
    public String script() {
        return "h2.sql";
    }

    @Override
    public String lockOutOthers() {
        return "";
    }

    @Override
    public void begin(Connection connection) {
        // Locks are waited for as long as the address of the database says: a second, unless it says otherwise.
    }

    @Override
    public Undo seeWhatIsCommitted(Connection connection) throws SQLException {
        int before = connection.getTransactionIsolation();
        if (before == Connection.TRANSACTION_READ_COMMITTED) {
            return unchanged -> {};
        }
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return changed -> changed.setTransactionIsolation(before);
    }

    /** All are in this process. */
    @Override
    public String tellOthers(String from) {
        return "";
    }

    @Override
    public String now() {
        return "CURRENT_TIMESTAMP";
    }

    @Override
    public String nowPlusMillis() {
        return "DATEADD('MILLISECOND', ?, CURRENT_TIMESTAMP)";
    }

    @Override
    public Set<Lease> prolongAll(Connection connection, Collection<Lease> leases, long millis) throws SQLException {
        Set<Lease> prolonged = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(PROLONG)) {
            for (Lease lease : leases) {
                statement.setLong(1, millis);
                statement.setString(2, lease.partition());
                statement.setLong(3, lease.epoch());
                statement.setString(4, lease.holder());
                if (statement.executeUpdate() == 1) {
                    prolonged.add(lease);
                }
            }
        }
        return prolonged;
    }

    @Override
    public void addPartition(Connection connection, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD_PARTITION)) {
            statement.setString(1, partition);
            statement.executeUpdate();
        } catch (SQLException failed) {
            // Another one has added it since the statement looked.
            if (!DUPLICATE_KEY.equals(failed.getSQLState())) {
                throw failed;
            }
        }
    }

    @Override
    public void put(Connection connection, String partition, long revision, List<Write.Put> writes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (Write.Put write : writes) {
                statement.setString(1, partition);
                statement.setString(2, write.kind());
                statement.setString(3, write.id());
                statement.setLong(4, write.record().version());
                statement.setLong(5, revision);
                statement.setString(6, write.record().payload().text());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public void delete(Connection connection, String partition, long revision, List<Write.Delete> writes)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            for (Write.Delete write : writes) {
                statement.setLong(1, revision);
                statement.setString(2, partition);
                statement.setString(3, write.kind());
                statement.setString(4, write.id());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
