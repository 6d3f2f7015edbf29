package io.stowage.store.jdbc;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Commits: each is one transaction that begins with the partition's row.
 *
 * <p>One UPDATE takes the row's lock, checks revision, epoch and holder, and raises the revision. A database at READ COMMITTED that had to
 * wait for the lock checks the condition again on the row as it is then; so no stale epoch commits after a later one. A plain SELECT of the
 * epoch before the writes, or a shared lock that a bare UPDATE of the epoch doesn't collide with, would let it.
 *
 * <p>A row that doesn't meet the condition is looked at under its lock: the commit may be applied already, may be another leader's time, or
 * the partition may never have been written.
 */
final class Commits {

    private static final String RAISE = "UPDATE stowage_partition SET revision = ?, commit_id = ?"
            + " WHERE partition_name = ? AND revision = ? AND commit_id = ?";
    private static final String UNDER_LEASE = " AND epoch = ? AND holder = ?";
    private static final String LOCK =
            "SELECT revision, commit_id, epoch, holder FROM stowage_partition WHERE partition_name = ? FOR UPDATE";
    private static final String FIND = "SELECT revision FROM stowage_commit WHERE partition_name = ? AND commit_id = ?";

    /** Who was told looks often for longer than that. PostgreSQL lets only one transaction commit at a time that tells others. */
    private static final Duration TELL_EVERY = Duration.ofMillis(100);

    private final Database database;
    private final Memory memory;
    private final String remember;
    /** Empty as long as nobody is to be told. */
    private volatile String tellOthers = "";

    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - TELL_EVERY.toNanos());

    Commits(Database database, Memory memory) {
        this.database = database;
        this.memory = memory;
        this.remember =
                "INSERT INTO stowage_commit (partition_name, commit_id, revision, committed_at) VALUES (?, ?, ?, "
                        + database.dialect().now() + ")";
    }

    /** From now on commits tell others, by this statement. */
    void tellOthers(String statement) {
        tellOthers = statement;
    }

    private void tellOthersNowAndThen(Connection connection) throws SQLException {
        long last = toldAt.get();
        long now = System.nanoTime();
        if (!tellOthers.isEmpty() && now - last >= TELL_EVERY.toNanos() && toldAt.compareAndSet(last, now)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(tellOthers);
            }
        }
    }

    /** What is known of a partition while its row is locked. */
    private record Standing(
            Revision revision, long epoch, @Nullable String holder) {

        boolean isUnder(@Nullable Lease lease, String partition) {
            return lease == null || lease.equals(new Lease(partition, Objects.requireNonNullElse(holder, ""), epoch));
        }
    }

    CommitResult commit(Commit commit) {
        // The texts are made now, and not while others wait for the row.
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put put) {
                String unused = put.record().payload().text();
            }
        }
        return database.inTransaction("Commit " + commit.commitId() + " to " + commit.partition(), connection -> {
            if (raise(connection, commit)) {
                return apply(connection, commit);
            }
            CommitResult refused = judge(connection, commit);
            if (refused != null) {
                return refused;
            }
            if (!raise(connection, commit)) {
                throw new SQLException("the row of partition " + commit.partition() + " changed under its lock");
            }
            return apply(connection, commit);
        });
    }

    /** Waits for a commit that is under way. */
    Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return database.inTransaction("Looking for commit " + commitId + " to " + partition, connection -> {
            // The first commit may be adding the row right now: whoever adds it, too, waits for that one.
            Standing unused = lockOrAdd(connection, partition);
            return find(connection, partition, commitId);
        });
    }

    /** Writes to a partition whose row is locked, one commit after the other, whoever leads it. */
    final class Appending {

        private final Connection connection;
        private final String partition;
        private Revision revision;

        private Appending(Connection connection, String partition, Revision revision) {
            this.connection = connection;
            this.partition = partition;
            this.revision = revision;
        }

        void append(StoredRecord record) throws SQLException {
            Commit commit =
                    new Commit(partition, UUID.randomUUID().toString(), revision, null, List.of(new Write.Put(record)));
            if (!raise(connection, commit)) {
                throw new SQLException("the row of partition " + partition + " changed under its lock");
            }
            CommitResult unused = apply(connection, commit);
            revision = commit.revision();
        }
    }

    /** Locks the row of a partition. */
    Appending appending(Connection connection, String partition) throws SQLException {
        return new Appending(
                connection, partition, lockOrAdd(connection, partition).revision());
    }

    private static boolean raise(Connection connection, Commit commit) throws SQLException {
        Lease lease = commit.lease();
        if (lease != null && !lease.partition().equals(commit.partition())) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(lease == null ? RAISE : RAISE + UNDER_LEASE)) {
            statement.setLong(1, commit.revision().number());
            statement.setString(2, commit.commitId());
            statement.setString(3, commit.partition());
            statement.setLong(4, commit.expectedRevision().number());
            statement.setString(5, commit.expectedRevision().commitId());
            if (lease != null) {
                statement.setLong(6, lease.epoch());
                statement.setString(7, lease.holder());
            }
            return statement.executeUpdate() == 1;
        }
    }

    /** Why the commit can't be applied, or what became of it before; null if it can after all. */
    private @Nullable CommitResult judge(Connection connection, Commit commit) throws SQLException {
        Standing standing = lockOrAdd(connection, commit.partition());
        Optional<CommitResult.Committed> earlier = find(connection, commit.partition(), commit.commitId());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (!standing.isUnder(commit.lease(), commit.partition())) {
            return new CommitResult.Fenced();
        }
        return standing.revision().equals(commit.expectedRevision())
                ? null
                : new CommitResult.Conflict(standing.revision());
    }

    private Standing lockOrAdd(Connection connection, String partition) throws SQLException {
        Standing standing = lock(connection, partition);
        if (standing == null) {
            database.dialect().addPartition(connection, partition);
            standing = lock(connection, partition);
        }
        if (standing == null) {
            throw new SQLException("there is no row of partition " + partition + " though it was added");
        }
        return standing;
    }

    private static @Nullable Standing lock(Connection connection, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, partition);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? new Standing(
                                new Revision(rows.getLong(1), rows.getString(2)), rows.getLong(3), rows.getString(4))
                        : null;
            }
        }
    }

    private static Optional<CommitResult.Committed> find(Connection connection, String partition, String commitId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, partition);
            statement.setString(2, commitId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(new CommitResult.Committed(rows.getLong(1))) : Optional.empty();
            }
        }
    }

    private CommitResult apply(Connection connection, Commit commit) throws SQLException {
        long revision = commit.revision().number();
        List<Write.Put> puts = new ArrayList<>(commit.writes().size());
        List<Write.Delete> deletes = new ArrayList<>();
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put put) {
                puts.add(put);
            } else if (write instanceof Write.Delete delete) {
                deletes.add(delete);
            }
        }
        if (!puts.isEmpty()) {
            database.dialect().put(connection, commit.partition(), revision, puts);
        }
        if (!deletes.isEmpty()) {
            database.dialect().delete(connection, commit.partition(), revision, deletes);
        }
        try (PreparedStatement statement = connection.prepareStatement(remember)) {
            statement.setString(1, commit.partition());
            statement.setString(2, commit.commitId());
            statement.setLong(3, revision);
            statement.executeUpdate();
        }
        tellOthersNowAndThen(connection);
        memory.forgetNowAndThen(connection, commit.partition(), revision);
        return new CommitResult.Committed(revision);
    }
}
