package io.stowage.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Connections to a real database that something can happen to, once, right before or right after their COMMIT. */
final class AmbushedDataSource {

    private final DataSource database;
    private final AtomicReference<Ambush> before = new AtomicReference<>();
    private final AtomicReference<Ambush> after = new AtomicReference<>();

    interface Ambush {
        void strike() throws SQLException;
    }

    AmbushedDataSource(DataSource database) {
        this.database = database;
    }

    void beforeCommit(Ambush ambush) {
        before.set(ambush);
    }

    void afterCommit(Ambush ambush) {
        after.set(ambush);
    }

    static SQLException connectionLost() {
        return new SQLException("an I/O error occurred", "08006");
    }

    JdbcStateStore store() {
        return store(Duration.ofSeconds(10));
    }

    JdbcStateStore store(Duration lease) {
        Database ambushed = Database.on(this::connection, lease);
        return JdbcStateStore.open(ambushed, new Memory(ambushed.dialect()), () -> {});
    }

    private Connection connection() throws SQLException {
        Connection real = database.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean commits = method.getName().equals("commit");
                    if (commits) {
                        strike(before);
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                    if (commits) {
                        strike(after);
                    }
                    return result;
                });
    }

    private static void strike(AtomicReference<Ambush> place) throws SQLException {
        Ambush ambush = place.getAndSet(null);
        if (ambush != null) {
            ambush.strike();
        }
    }
}
