package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.Engine;
import io.stowage.EngineStatus;
import io.stowage.PartitionHealth;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.Stowage;
import io.stowage.error.EcsException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL is shut down under load, for longer than a lease lasts, and comes back. */
@Timeout(240)
class DatabaseAwayTest {

    private static final String CLUSTER = "harbour";
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [{ "name": "main", "image": "web", "cpu": 16, "memory": 16 }] }""";
    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final Duration OPERATION = Duration.ofSeconds(6);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final int HOSTS = 40;
    private static final int QUEUE = 20;
    private static final int MANY = 100;

    @TempDir
    private Path data;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final CountDownLatch back = new CountDownLatch(1);
    private volatile boolean enough;

    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static PGSimpleDataSource connections(int port) {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setURL("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&socketTimeout=10");
        return connections;
    }

    private static EngineConfiguration configuration() {
        return EngineConfiguration.builder()
                .operationTimeout(OPERATION)
                .lease(new EngineConfiguration.Lease(LEASE, LEASE.dividedBy(5), LEASE.dividedBy(2)))
                .limits(new EngineConfiguration.Limits(1_000, QUEUE, 10_000))
                .build();
    }

    /** Creates services, one after the other; whoever has no answer asks for nothing more until the database is back. */
    private Callable<Boolean> host(Engine engine, int number) {
        return () -> {
            for (int made = 0; !enough; made++) {
                String name = "s-" + number + "-" + made;
                try {
                    engine.services().create(CLUSTER, name, "web", 0);
                    acknowledged.add(name);
                } catch (EcsException noAnswer) {
                    unanswered.incrementAndGet();
                    back.await();
                }
            }
            return true;
        };
    }

    private static int longestQueue(Engine engine) {
        return engine.health().partitions().stream()
                .mapToInt(PartitionHealth::mailboxDepth)
                .max()
                .orElse(0);
    }

    @Test
    void queuesStayBoundedAndEverythingCatchesUpAndNothingAcknowledgedIsLost() throws Exception {
        EmbeddedPostgres first = server(0);
        PGSimpleDataSource connections = connections(first.getPort());
        ExecutorService hosts = Executors.newFixedThreadPool(HOSTS);
        JdbcStateStore.createTables(connections);
        try (JdbcStateStore store = JdbcStateStore.open(connections, LEASE).listening();
                Engine engine = Stowage.engine()
                        .name("a")
                        .configuration(configuration())
                        .store(store)
                        .build()) {
            engine.clusters().create(CLUSTER);
            engine.taskDefinitions().register(WEB);
            List<Future<Boolean>> working = new ArrayList<>();
            for (int number = 0; number < HOSTS; number++) {
                working.add(hosts.submit(host(engine, number)));
            }
            await().atMost(LONG_ENOUGH).until(() -> acknowledged.size() > MANY);

            first.close();
            await().atMost(LONG_ENOUGH).until(() -> {
                assertThat(longestQueue(engine)).isLessThanOrEqualTo(2 * QUEUE);
                return unanswered.get() >= HOSTS && engine.health().status() == EngineStatus.IMPAIRED;
            });

            int before = acknowledged.size();
            try (EmbeddedPostgres second = server(first.getPort())) {
                back.countDown();
                await().atMost(LONG_ENOUGH).until(() -> acknowledged.size() > before + MANY);
                enough = true;
                for (Future<Boolean> host : working) {
                    assertThat(host.get()).isTrue();
                }
                await().atMost(LONG_ENOUGH).until(() -> engine.health().status() == EngineStatus.OK);
                assertThat(services(second)).containsAll(acknowledged);
                engine.close();
                store.close();
            }
        } finally {
            enough = true;
            back.countDown();
            hosts.shutdownNow();
            first.close();
        }
    }

    private static List<String> services(EmbeddedPostgres server) throws Exception {
        List<String> names = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id FROM stowage_record WHERE kind = 'service' AND payload IS NOT NULL")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
