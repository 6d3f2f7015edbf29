package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight writers of one partition on connections that are lost at any statement, before a COMMIT, and after it: who asks by the commit's id after each
 * unknown outcome, and believes the answer, writes everything once.
 */
@Timeout(120)
class BadConnectionsTest {

    private static final String PARTITION = "cluster/harbour";
    private static final int WRITERS = 8;
    private static final int WRITES = 25;
    /** Of so many calls one fails. */
    private static final int ONE_OF = 40;

    private static final Set<String> FAIL = Set.of("prepareStatement", "createStatement", "commit");

    enum Kind {
        H2,
        POSTGRESQL
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final AtomicInteger lostBefore = new AtomicInteger();
    private final AtomicInteger lostAfter = new AtomicInteger();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static DataSource database(Kind kind) throws SQLException {
        if (kind == Kind.POSTGRESQL) {
            return Postgres.database();
        }
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:bad;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=4000");
        return h2;
    }

    private Connection bad(Connection real, Random random) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean mayFail = FAIL.contains(method.getName());
                    if (mayFail && random.nextInt(ONE_OF) == 0) {
                        lostBefore.incrementAndGet();
                        real.close();
                        throw AmbushedDataSource.connectionLost();
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                    if (method.getName().equals("commit") && random.nextInt(ONE_OF / 4) == 0) {
                        lostAfter.incrementAndGet();
                        real.close();
                        throw AmbushedDataSource.connectionLost();
                    }
                    return result;
                });
    }

    /** What is only asked is asked again. */
    private static <T> T insist(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (DatabaseException lost) {
                assertThat(lost).hasRootCauseInstanceOf(SQLException.class);
            }
        }
    }

    /** Writes its record so many times; gives how many of its commits were applied, as far as it was told. */
    private static int write(JdbcStateStore store, String writer) {
        int applied = 0;
        for (int attempt = 0; applied < WRITES; attempt++) {
            StoredRecord record = new StoredRecord("task", writer, applied + 1, Payload.ofText("{}"));
            Commit commit = new Commit(
                    PARTITION,
                    writer + "-" + attempt,
                    insist(() -> store.read(PARTITION)).revision(),
                    null,
                    List.of(new Write.Put(record)));
            applied += isApplied(store, commit) ? 1 : 0;
        }
        return applied;
    }

    private static boolean isApplied(JdbcStateStore store, Commit commit) {
        try {
            return store.commit(commit) instanceof CommitResult.Committed;
        } catch (DatabaseException unknown) {
            Optional<CommitResult.Committed> outcome = insist(() -> store.outcome(PARTITION, commit.commitId()));
            return outcome.isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachWriteThatIsBelievedToBeMadeIsMadeOnce(Kind kind) throws Exception {
        DataSource database = database(kind);
        JdbcStateStore.createTables(database);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String writer = "writer-" + i;
            Random random = new Random(i);
            AtomicBoolean opened = new AtomicBoolean();
            Database bad =
                    Database.on(() -> opened.get() ? bad(database.getConnection(), random) : database.getConnection());
            JdbcStateStore store = JdbcStateStore.open(bad, new Memory(bad.dialect()), () -> {});
            opened.set(true);
            writers.add(() -> write(store, writer));
        }
        int applied = 0;
        for (Future<Integer> writer : threads.invokeAll(writers)) {
            applied += writer.get();
        }
        assertThat(lostBefore.get()).isPositive();
        assertThat(lostAfter.get()).isPositive();
        try (JdbcStateStore sound = JdbcStateStore.open(database)) {
            assertThat(sound.read(PARTITION).revision().number()).isEqualTo(applied);
            Map<String, Long> versions = new TreeMap<>();
            sound.read(PARTITION).records().forEach(record -> versions.put(record.id(), record.version()));
            assertThat(versions).hasSize(WRITERS);
            assertThat(versions.values()).containsOnly((long) WRITES);
        }
    }
}
