package io.stowage.store.jdbc;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state in a PostgreSQL (14 or newer) or H2 database, over a {@link DataSource} of the host application: any number of engines may
 * share it.
 *
 * <p>The store takes a connection for the time of one call, leaves its settings as they were, and has no pool and, unless it is
 * {@linkplain #listening listening}, no thread of its own. Each
 * engine needs some connections at once: give it a pool of 10 that is its own, so that what the host application does can't keep the engine
 * from renewing its lease. The connections have to be to the one database that is written to, never to a replica that is read only.
 *
 * <p>A commit is one transaction, as {@code Commits} explains. Leases run by the database's clock. No call waits for a lock for longer than two
 * fifths of a lease, and none that stands still keeps a lock for longer: 4 s, unless the store is opened for another lease.
 *
 * <p>What is past is remembered for an hour: what was removed, and the ids of commits, at most 100,000 for each partition. A reader that is further
 * behind is told to read anew.
 */
public final class JdbcStateStore implements StateStore {

    private final Database database;
    private final Reads reads;
    private final Commits commits;
    private final Leases leases;
    private final Enlisted enlisted;
    private final LookPace pace;
    private final Bell bell = new Bell();
    private final Runnable whenClosed;
    private volatile long livelyUntil = System.nanoTime();
    private @Nullable Listening listening;
    private volatile boolean closed;

    /** What a store is made of, where it is not as usual. */
    record Parts(Memory memory, Leftovers leftovers, LookPace pace) {}

    private JdbcStateStore(Database database, Parts parts, Runnable whenClosed) {
        this.database = database;
        this.reads = new Reads(database);
        this.commits = new Commits(database, parts.memory());
        this.enlisted = new Enlisted(database, commits);
        this.leases = new Leases(database, parts.leftovers());
        this.pace = parts.pace();
        this.whenClosed = whenClosed;
    }

    /**
     * A store on tables that are there: made by {@link #createTables}, or by the host application's own tool from the script in this JAR
     * ({@code io/stowage/store/jdbc/postgresql.sql}, {@code h2.sql}). Tables of an older version are brought up by the former, or by the scripts whose
     * names end with a version, each from the version before ({@code postgresql-2.sql}, {@code h2-2.sql}).
     *
     * @param dataSource stays the caller's: it is not closed with the store
     * @throws IllegalStateException if the tables are not there, or are those of another version
     * @throws IllegalArgumentException if it is neither PostgreSQL nor H2
     * @throws DatabaseException if the database doesn't answer
     */
    public static JdbcStateStore open(DataSource dataSource) {
        return open(Database.on(dataSource::getConnection));
    }

    /**
     * The same for engines whose leases do not last the usual 10 s.
     *
     * @param lease their time to live: nothing that the store does keeps another engine waiting for half as long. 100 ms or more
     */
    public static JdbcStateStore open(DataSource dataSource, Duration lease) {
        return open(Database.on(dataSource::getConnection, lease));
    }

    private static JdbcStateStore open(Database database) {
        return open(database, new Memory(database.dialect()), () -> {});
    }

    static JdbcStateStore open(Database database, Memory memory, Runnable whenClosed) {
        return open(database, memory, new Leftovers(database), whenClosed);
    }

    static JdbcStateStore open(Database database, Memory memory, Leftovers leftovers, Runnable whenClosed) {
        return open(database, new Parts(memory, leftovers, LookPace.USUAL), whenClosed);
    }

    static JdbcStateStore open(Database database, Parts parts, Runnable whenClosed) {
        Schema.check(database);
        return new JdbcStateStore(database, parts, whenClosed);
    }

    /**
     * Creates the tables where they are not there, and brings up those of an older version. Idempotent; several may do it at once. Needs the right to create tables, on H2 that of an
     * administrator.
     *
     * @throws IllegalArgumentException if it is neither PostgreSQL nor H2
     * @throws DatabaseException if the database refuses, or doesn't answer
     */
    public static void createTables(DataSource dataSource) {
        Schema.create(Database.on(dataSource::getConnection));
    }

    /**
     * Has stores on one PostgreSQL hear at once of what the others commit, by its notifications: those that are listening tell each other. Without it,
     * and whatever becomes of it, they look as often as ever, so that what is first after a silence is found within a second and a half.
     *
     * <p>Takes one connection for as long as the store is open, besides those that calls need, and one thread, which does nothing but wait on it. Nothing
     * relies on what is heard: a connection that is lost, or can't be had, is tried again every five seconds. Not for a proxy that lends out connections
     * for single transactions: it would leave them listening for others. A commit that tells fails if the server's queue of notifications is full, which it
     * is only if somebody listens in a transaction that never ends ({@code pg_notification_queue_usage()}). Idempotent; doesn't block; without effect on H2, which all share in one process.
     *
     * @return this store
     */
    public synchronized JdbcStateStore listening() {
        requireOpen();
        String self = UUID.randomUUID().toString();
        String tellOthers = database.dialect().tellOthers(self);
        if (listening == null && !tellOthers.isEmpty()) {
            commits.tellOthers(tellOthers);
            listening = Listening.begin(database.connections(), self, this::heard);
        }
        return this;
    }

    /** Whatever another process has committed, more may come. */
    private void heard() {
        livelyUntil = System.nanoTime() + pace.staysLively().toNanos();
        bell.ring();
    }

    @Override
    public PartitionSnapshot read(String partition) {
        requireOpen();
        return reads.read(partition);
    }

    @Override
    public List<String> partitions(String prefix) {
        requireOpen();
        return reads.partitions(prefix);
    }

    /** What another process has committed is seen within a second and a half, and sooner while there is much of it. */
    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        Changes nothing = new Changes(revision, true, List.of());
        return waiting(
                wait,
                () -> look(partition, revision),
                changes -> !changes.complete() || !changes.revision().equals(revision),
                nothing);
    }

    /** What another process has committed is seen within a second and a half, and sooner while there is much of it. */
    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return known.isEmpty() ? Map.of() : waiting(wait, () -> look(known), changed -> !changed.isEmpty(), Map.of());
    }

    private Changes look(String partition, Revision revision) {
        Reads.Seen seen = reads.changesAfter(partition, revision);
        boolean nothing = seen.changes().complete() && seen.changes().revision().equals(revision);
        return seen.enlisted() && moved(Set.of(partition), nothing)
                ? reads.changesAfter(partition, revision).changes()
                : seen.changes();
    }

    private Map<String, Revision> look(Map<String, Revision> known) {
        Reads.Look seen = reads.look(known);
        boolean nothing = seen.elsewhere().isEmpty();
        return !seen.enlisted().isEmpty() && moved(seen.enlisted(), nothing)
                ? reads.look(known).elsewhere()
                : seen.elsewhere();
    }

    /** What can't be moved is told, unless there is something else to be told: nobody would look again for that. */
    private boolean moved(Set<String> partitions, boolean nothingElse) {
        try {
            enlisted.move(partitions);
        } catch (RuntimeException unmoved) {
            if (nothingElse) {
                throw unmoved;
            }
            return false;
        }
        bell.ring();
        return true;
    }

    /** Looks until there is something, or the wait is over. */
    private <T> T waiting(Duration wait, Supplier<T> look, Predicate<T> isSomething, T nothing) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            requireOpen();
            long heard = bell.rings();
            T found = look.get();
            long left = deadline - System.nanoTime();
            if (isSomething.test(found)) {
                livelyUntil = System.nanoTime() + pace.staysLively().toNanos();
                return found;
            }
            if (left <= 0) {
                return found;
            }
            boolean lively = System.nanoTime() - livelyUntil < 0;
            bell.await(heard, Duration.ofNanos(Math.min(left, (lively ? pace.lively() : pace.every()).toNanos())));
            if (Thread.currentThread().isInterrupted()
                    || (deadline - System.nanoTime() <= 0 && bell.rings() == heard)) {
                // An interrupted reader of H2's file closes it for everybody, so it doesn't even read.
                requireOpen();
                return nothing;
            }
        }
    }

    @Override
    public CommitResult commit(Commit commit) {
        requireOpen();
        CommitResult result = commits.commit(commit);
        livelyUntil = System.nanoTime() + pace.staysLively().toNanos();
        bell.ring();
        return result;
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        requireOpen();
        return commits.outcome(partition, commitId);
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        requireOpen();
        return leases.acquire(partition, holder, timeToLive);
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        requireOpen();
        return leases.renew(lease, timeToLive);
    }

    @Override
    public Map<String, Lease> acquireAll(Map<String, String> holders, Duration timeToLive) {
        requireOpen();
        return leases.acquireAll(holders, timeToLive);
    }

    @Override
    public Set<Lease> renewAll(Collection<Lease> held, Duration timeToLive) {
        requireOpen();
        return leases.renewAll(held, timeToLive);
    }

    @Override
    public void release(Lease lease) {
        requireOpen();
        leases.release(lease);
    }

    /** Whoever waits for changes, or calls afterwards, gets an {@link IllegalStateException}. What is stored stays. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            bell.ring();
            if (listening != null) {
                listening.close();
            }
            whenClosed.run();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The state store \"jdbc\" is closed.");
        }
    }
}
