package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an idle engine asks costs PostgreSQL one statement each time, with no transaction around it, however much it asks about. */
class RoundTripsTest {

    private static final int CLUSTERS = 50;
    private static final Duration LONG = Duration.ofHours(1);
    /** What reaches the server: a statement, or the end of a transaction. */
    private static final Set<String> ASKS =
            Set.of("prepareStatement", "createStatement", "commit", "rollback", "setAutoCommit", "getMetaData");

    private final List<String> asked = new ArrayList<>();
    private JdbcStateStore store;
    private JdbcStateStore other;

    @BeforeEach
    void open() throws SQLException {
        DataSource database = Postgres.database();
        JdbcStateStore.createTables(database);
        Database counted = Database.on(() -> counted(database.getConnection()));
        store = JdbcStateStore.open(counted, new Memory(counted.dialect()), () -> {});
        other = JdbcStateStore.open(database);
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    private Connection counted(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (ASKS.contains(method.getName())) {
                        asked.add(method.getName());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                });
    }

    private static Map<String, String> holders(String holder) {
        Map<String, String> holders = new TreeMap<>();
        for (int i = 0; i < CLUSTERS; i++) {
            holders.put("cluster/" + i, holder);
        }
        return holders;
    }

    /** Taking leases is not what is idle about an engine: a store that takes long leaves some for the next time. */
    private static Map<String, Lease> takeAll(JdbcStateStore by, String holder) {
        Map<String, Lease> taken = new TreeMap<>();
        Map<String, String> left = holders(holder);
        while (!left.isEmpty()) {
            taken.putAll(by.acquireAll(left, LONG));
            left.keySet().removeAll(taken.keySet());
        }
        return taken;
    }

    @Test
    void leasesAreRenewedWithOne() {
        Map<String, Lease> held = takeAll(store, "me");
        asked.clear();
        assertThat(store.renewAll(held.values(), LONG)).hasSize(CLUSTERS);
        assertThat(asked).hasSize(1);
    }

    @Test
    void leasesThatOthersHoldAreLookedAtWithOne() {
        assertThat(takeAll(other, "you")).hasSize(CLUSTERS);
        asked.clear();
        assertThat(store.acquireAll(holders("me"), LONG)).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void partitionsAreLookedAtWithOne() {
        Map<String, Revision> known = new TreeMap<>();
        for (String name : holders("me").keySet()) {
            Commit commit = new Commit(name, "first", Revision.NONE, null, List.of());
            other.commit(commit);
            known.put(name, commit.revision());
        }
        asked.clear();
        assertThat(store.changed(known, Duration.ofMillis(50))).isEmpty();
        assertThat(asked).hasSize(1);
        asked.clear();
        known.replaceAll((name, revision) -> Revision.NONE);
        assertThat(store.changed(known, Duration.ofHours(1))).hasSize(CLUSTERS);
        assertThat(asked).hasSize(1);
    }
}
