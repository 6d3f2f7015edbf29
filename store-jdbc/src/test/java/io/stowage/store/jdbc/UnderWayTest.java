package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of commits that are under way on a real PostgreSQL, and of those whose answer is lost. */
@Timeout(60)
class UnderWayTest {

    /** One for each call: the common pool may have but one thread, and calls block here. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private static final String PARTITION = "cluster/harbour";
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final long PATIENCE_SECONDS = 30;

    private DataSource database;
    private AmbushedDataSource ambushed;
    private JdbcStateStore store;
    private JdbcStateStore other;

    @BeforeEach
    void openStores() throws SQLException {
        database = Postgres.database();
        JdbcStateStore.createTables(database);
        ambushed = new AmbushedDataSource(database);
        store = ambushed.store();
        other = JdbcStateStore.open(database);
        // The partition is there: what is tested is the ordinary way.
        store.commit(commit("first", Revision.NONE, null));
    }

    @AfterEach
    void closeStores() {
        threads.shutdown();
        store.close();
        other.close();
    }

    private static final Revision FIRST = new Revision(1, "first");

    private static Commit commit(String id, Revision decidedOn, Lease lease) {
        StoredRecord record = new StoredRecord("task", id, 1, Payload.ofText("{}"));
        return new Commit(PARTITION, id, decidedOn, lease, List.of(new Write.Put(record)));
    }

    private int waitingForLocks() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void whoTakesTheLeaseWaitsForACommitThatIsUnderWay() throws Exception {
        Lease lease = store.acquire(PARTITION, "me", SHORT).orElseThrow();
        Halted<CommitResult> committing = new Halted<>(() -> store.commit(commit("mine", FIRST, lease)));
        CompletableFuture<Optional<Lease>> taking =
                CompletableFuture.supplyAsync(() -> other.acquire(PARTITION, "you", LONG), threads);
        await().until(() -> waitingForLocks() > 0);
        assertThat(taking).isNotDone();
        committing.goOn();
        assertThat(committing.result()).isEqualTo(new CommitResult.Committed(2));
        Lease next = taking.get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow();
        assertThat(next.epoch()).isGreaterThan(lease.epoch());
        Revision mine = new Revision(2, "mine");
        assertThat(store.commit(commit("late", mine, lease))).isEqualTo(new CommitResult.Fenced());
        assertThat(other.commit(commit("yours", mine, next))).isEqualTo(new CommitResult.Committed(3));
    }

    @Test
    void aCommitWaitsForWhoTakesTheLeaseAndIsFencedThen() throws Exception {
        Lease lease = store.acquire(PARTITION, "me", SHORT).orElseThrow();
        Halted<Optional<Lease>> taking = new Halted<>(() -> store.acquire(PARTITION, "you", LONG));
        CompletableFuture<CommitResult> committing =
                CompletableFuture.supplyAsync(() -> other.commit(commit("late", FIRST, lease)), threads);
        await().until(() -> waitingForLocks() > 0);
        taking.goOn();
        assertThat(taking.result()).isPresent();
        assertThat(committing.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new CommitResult.Fenced());
    }

    /** A renewal needs another row: it is what keeps a leader that commits much from being deposed. */
    @Test
    void aRenewalDoesNotWaitForACommit() throws Exception {
        Lease lease = store.acquire(PARTITION, "me", LONG).orElseThrow();
        Halted<CommitResult> committing = new Halted<>(() -> store.commit(commit("mine", FIRST, lease)));
        assertThat(other.renew(lease, LONG)).isTrue();
        assertThat(committing.call).isNotDone();
        committing.goOn();
        assertThat(committing.result()).isEqualTo(new CommitResult.Committed(2));
    }

    /** An engine that stands still in the middle of a commit keeps the others from leading for less than half of a lease. */
    @Test
    void whoHangsInACommitIsThrownOutByTheDatabase() throws Exception {
        Lease lease = store.acquire(PARTITION, "me", SHORT).orElseThrow();
        Halted<CommitResult> committing = new Halted<>(() -> store.commit(commit("mine", FIRST, lease)));
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .ignoreExceptionsInstanceOf(DatabaseException.class)
                .until(() -> other.acquire(PARTITION, "you", LONG).isPresent());
        committing.goOn();
        assertThatThrownBy(committing::result)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(DatabaseException.class);
        assertThat(other.outcome(PARTITION, "mine")).isEmpty();
        assertThat(other.read(PARTITION).revision()).isEqualTo(FIRST);
    }

    /** Engines with short leases don't wait for as long as those with the usual ones. */
    @Test
    void whoHangsIsThrownOutSoonerWhereLeasesAreShort() throws Exception {
        AmbushedDataSource sooner = new AmbushedDataSource(database);
        try (JdbcStateStore shortLived = sooner.store(Duration.ofSeconds(1));
                JdbcStateStore next = JdbcStateStore.open(database, Duration.ofSeconds(1))) {
            Lease lease = shortLived.acquire(PARTITION, "me", SHORT).orElseThrow();
            Halted<CommitResult> committing =
                    new Halted<>(sooner, () -> shortLived.commit(commit("mine", FIRST, lease)));
            long began = System.nanoTime();
            await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                    .ignoreExceptionsInstanceOf(DatabaseException.class)
                    .until(() -> next.acquire(PARTITION, "you", LONG).isPresent());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(3_500));
            committing.goOn();
            assertThatThrownBy(committing::result).hasCauseInstanceOf(DatabaseException.class);
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsFoundByItsId() {
        ambushed.afterCommit(() -> {
            throw AmbushedDataSource.connectionLost();
        });
        Commit lost = commit("lost", FIRST, null);
        assertThatThrownBy(() -> store.commit(lost))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("Commit lost to " + PARTITION);
        assertThat(store.outcome(PARTITION, "lost")).contains(new CommitResult.Committed(2));
        assertThat(store.commit(lost)).isEqualTo(new CommitResult.Committed(2));
        assertThat(store.read(PARTITION).revision()).isEqualTo(new Revision(2, "lost"));
    }

    @Test
    void aCommitThatGotLostItselfIsNotFoundAndMayBeSentAgain() {
        ambushed.beforeCommit(() -> {
            throw AmbushedDataSource.connectionLost();
        });
        Commit lost = commit("lost", FIRST, null);
        assertThatThrownBy(() -> store.commit(lost)).isInstanceOf(DatabaseException.class);
        assertThat(store.outcome(PARTITION, "lost")).isEmpty();
        assertThat(store.read(PARTITION).revision()).isEqualTo(FIRST);
        assertThat(store.commit(lost)).isEqualTo(new CommitResult.Committed(2));
    }

    /** Otherwise it would say of a commit that is about to be applied that it never will be. */
    @Test
    void whoAsksForAnOutcomeWaitsForACommitThatIsUnderWay() throws Exception {
        Halted<CommitResult> committing = new Halted<>(() -> store.commit(commit("mine", FIRST, null)));
        CompletableFuture<Optional<CommitResult.Committed>> asking =
                CompletableFuture.supplyAsync(() -> other.outcome(PARTITION, "mine"), threads);
        await().until(() -> waitingForLocks() > 0);
        committing.goOn();
        assertThat(asking.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains(new CommitResult.Committed(2));
        assertThat(committing.result()).isEqualTo(new CommitResult.Committed(2));
    }

    /** There is no row to wait for yet, but one that is being added. */
    @Test
    void whoAsksForTheOutcomeOfTheFirstCommitWaitsForItToo() throws Exception {
        StoredRecord record = new StoredRecord("task", "a", 1, Payload.ofText("{}"));
        Commit first = new Commit("registry", "one", Revision.NONE, null, List.of(new Write.Put(record)));
        Halted<CommitResult> committing = new Halted<>(() -> store.commit(first));
        CompletableFuture<Optional<CommitResult.Committed>> asking =
                CompletableFuture.supplyAsync(() -> other.outcome("registry", "one"), threads);
        await().until(() -> waitingForLocks() > 0);
        committing.goOn();
        assertThat(asking.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains(new CommitResult.Committed(1));
        assertThat(committing.result()).isEqualTo(new CommitResult.Committed(1));
    }

    /** A call of the store that stands still right before its COMMIT, until it may go on. */
    private final class Halted<T> {
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final CompletableFuture<T> call;

        /** Returns when it stands still. */
        Halted(Supplier<T> work) {
            this(ambushed, work);
        }

        Halted(AmbushedDataSource through, Supplier<T> work) {
            CountDownLatch stands = new CountDownLatch(1);
            through.beforeCommit(() -> {
                stands.countDown();
                awaitLatch(mayGoOn);
            });
            call = CompletableFuture.supplyAsync(work, threads);
            awaitLatch(stands);
        }

        void goOn() {
            mayGoOn.countDown();
        }

        T result() throws Exception {
            return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
