package io.stowage.store.jdbc;

import io.stowage.spi.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leases, by the database's clock alone. Epoch and holder are in the partition's row, which a commit locks, too: whoever takes the lease waits
 * for a commit that is under way, and a commit that waits for the taker sees the new epoch. The expiry is a row of its own, which carries
 * both once more: so a renewal needs that row alone, and never queues behind a commit.
 *
 * <p>The row of the partition is locked before the one of the lease, always.
 */
final class Leases {

    private static final String LOCK =
            "SELECT epoch, holder FROM stowage_partition WHERE partition_name = ? FOR UPDATE";
    private static final String TAKE = "UPDATE stowage_partition SET epoch = ?, holder = ? WHERE partition_name = ?";
    private static final String GIVE_BACK =
            "UPDATE stowage_partition SET holder = NULL WHERE partition_name = ? AND epoch = ? AND holder = ?";
    private static final String NOBODY_HOLDS =
            "UPDATE stowage_lease SET holder = NULL WHERE partition_name = ? AND epoch = ? AND holder = ?";

    /** What could not be taken in this part of a lease is for the next time: what was taken is to be known before anybody gives the call up. */
    private static final int PART_OF_LEASE = 5;

    private final Database database;
    private final Leftovers leftovers;
    private final String look;
    private final String lockExpiry;
    private final String prolong;
    private final String write;
    private final String add;

    Leases(Database database, Leftovers leftovers) {
        Dialect dialect = database.dialect();
        this.database = database;
        this.leftovers = leftovers;
        this.look = "SELECT p.partition_name, p.holder, l.expires_at > " + dialect.now()
                + " FROM stowage_partition p LEFT JOIN stowage_lease l ON l.partition_name = p.partition_name WHERE "
                + dialect.isAnyOf("p.partition_name");
        this.lockExpiry =
                "SELECT expires_at > " + dialect.now() + " FROM stowage_lease WHERE partition_name = ? FOR UPDATE";
        this.prolong = "UPDATE stowage_lease SET expires_at = " + dialect.nowPlusMillis()
                + " WHERE partition_name = ? AND epoch = ? AND holder = ?";
        this.write = "UPDATE stowage_lease SET expires_at = " + dialect.nowPlusMillis()
                + ", epoch = ?, holder = ? WHERE partition_name = ?";
        this.add = "INSERT INTO stowage_lease (expires_at, epoch, holder, partition_name) VALUES ("
                + dialect.nowPlusMillis() + ", ?, ?, ?)";
    }

    Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        return Optional.ofNullable(
                acquireAll(Map.of(partition, holder), timeToLive).get(partition));
    }

    /** One question, without a lock, for all that others hold: most who ask do so while somebody else leads. */
    Map<String, Lease> acquireAll(Map<String, String> holders, Duration timeToLive) {
        Map<String, String> free = new TreeMap<>(holders);
        Map<String, String> present =
                database.alone("Looking at leases", connection -> holders(connection, holders.keySet()));
        free.entrySet().removeIf(wanted -> isAnothers(present.getOrDefault(wanted.getKey(), ""), wanted.getValue()));
        if (!present.keySet().containsAll(free.keySet())) {
            forgetLeftovers();
        }
        Map<String, Lease> taken = new TreeMap<>();
        // One row that somebody locks keeps nobody from the other leases: whoever has asked for its lease asks again.
        @Nullable RuntimeException failed = null;
        boolean answered = free.size() < holders.size();
        long enough = System.nanoTime() + timeToLive.toNanos() / PART_OF_LEASE;
        for (Map.Entry<String, String> wanted : free.entrySet()) {
            String partition = wanted.getKey();
            try {
                database.inTransaction(
                                "Acquiring the lease of " + partition,
                                connection -> take(connection, partition, wanted.getValue(), timeToLive))
                        .ifPresent(lease -> taken.put(partition, lease));
                answered = true;
            } catch (RuntimeException unknown) {
                failed = unknown;
            }
            if (System.nanoTime() - enough > 0) {
                break;
            }
        }
        if (!answered && failed != null) {
            throw failed;
        }
        return taken;
    }

    /** Leases are worth more than tidiness: what could not be forgotten is, the next time. */
    private void forgetLeftovers() {
        try {
            leftovers.forget();
        } catch (RuntimeException nextTime) {
            // A database that is out of reach says so again, to whoever takes the leases.
        }
    }

    private static boolean isAnothers(String present, String wanted) {
        return !present.isEmpty() && !present.equals(wanted);
    }

    /** Who holds these leases; empty if nobody does. Partitions that are not there are left out. */
    private Map<String, String> holders(Connection connection, Collection<String> partitions) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(look)) {
            statement.setArray(1, database.dialect().texts(connection, partitions));
            Map<String, String> holders = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String holder = rows.getString(2);
                    boolean isHeld = holder != null && rows.getBoolean(3);
                    holders.put(rows.getString(1), isHeld ? holder : "");
                }
            }
            return holders;
        }
    }

    private Optional<Lease> take(Connection connection, String partition, String holder, Duration timeToLive)
            throws SQLException {
        Lease present = lock(connection, partition);
        if (present == null) {
            database.dialect().addPartition(connection, partition);
            present = lock(connection, partition);
        }
        if (present == null) {
            throw new SQLException("there is no row of partition " + partition + " though it was added");
        }
        Boolean held = isHeld(connection, partition);
        boolean nobodys = present.holder().isEmpty() || held == null;
        if (!nobodys && present.holder().equals(holder)) {
            prolong(connection, present, timeToLive);
            return Optional.of(present);
        }
        if (!nobodys && Boolean.TRUE.equals(held)) {
            return Optional.empty();
        }
        Lease taken = new Lease(partition, holder, present.epoch() + 1);
        write(connection, taken, timeToLive, held == null);
        return Optional.of(taken);
    }

    /** The lease as the partition's row has it, whether it is over or not; its holder is empty if nobody has it. */
    private static @Nullable Lease lock(Connection connection, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, partition);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                String holder = rows.getString(2);
                return new Lease(partition, holder == null ? "" : holder, rows.getLong(1));
            }
        }
    }

    /** Null if nobody has ever had it. */
    private @Nullable Boolean isHeld(Connection connection, String partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lockExpiry)) {
            statement.setString(1, partition);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getBoolean(1) : null;
            }
        }
    }

    private void write(Connection connection, Lease lease, Duration timeToLive, boolean isFirst) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setLong(1, lease.epoch());
            statement.setString(2, lease.holder());
            statement.setString(3, lease.partition());
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(isFirst ? add : write)) {
            statement.setLong(1, timeToLive.toMillis());
            statement.setLong(2, lease.epoch());
            statement.setString(3, lease.holder());
            statement.setString(4, lease.partition());
            statement.executeUpdate();
        }
    }

    boolean renew(Lease lease, Duration timeToLive) {
        return database.alone(
                "Renewing the lease of " + lease.partition(), connection -> prolong(connection, lease, timeToLive));
    }

    /** One question for all. Those that somebody is about to take are left out, as the lost ones are. */
    Set<Lease> renewAll(Collection<Lease> leases, Duration timeToLive) {
        return leases.isEmpty()
                ? Set.of()
                : database.alone(
                        "Renewing leases",
                        connection -> database.dialect().prolongAll(connection, leases, timeToLive.toMillis()));
    }

    private boolean prolong(Connection connection, Lease lease, Duration timeToLive) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prolong)) {
            statement.setLong(1, timeToLive.toMillis());
            statement.setString(2, lease.partition());
            statement.setLong(3, lease.epoch());
            statement.setString(4, lease.holder());
            return statement.executeUpdate() == 1;
        }
    }

    void release(Lease lease) {
        database.inTransaction("Releasing the lease of " + lease.partition(), connection -> {
            giveBack(connection, GIVE_BACK, lease);
            giveBack(connection, NOBODY_HOLDS, lease);
            return true;
        });
    }

    private static void giveBack(Connection connection, String update, Lease lease) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, lease.partition());
            statement.setLong(2, lease.epoch());
            statement.setString(3, lease.holder());
            statement.executeUpdate();
        }
    }
}
