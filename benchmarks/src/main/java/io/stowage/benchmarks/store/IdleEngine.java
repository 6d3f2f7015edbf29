package io.stowage.benchmarks.store;

import io.stowage.Engine;
import io.stowage.core.Stowage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What an engine that has nothing to do costs PostgreSQL: transactions a second, as the server counts them, beginning with single statements. */
final class IdleEngine {

    private static final long SETTLES_MILLIS = 20_000;
    private static final String COUNT =
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";

    private IdleEngine() {}

    static double transactionsPerSecond(StoreUnderLoad under, int clusters, int seconds)
            throws SQLException, InterruptedException {
        Connection connection = under.plainConnection();
        if (connection == null) {
            throw new IllegalArgumentException("--idle needs --store postgresql");
        }
        try (connection;
                Engine engine = Stowage.engine()
                        .name("idle-benchmark")
                        .store(under.store())
                        .build()) {
            for (int i = 0; i < clusters; i++) {
                engine.clusters().create("cluster-" + i);
            }
            Thread.sleep(SETTLES_MILLIS);
            long before = count(connection);
            long began = System.nanoTime();
            Thread.sleep(seconds * 1_000L);
            // The first count is one of them.
            return (count(connection) - before - 1) / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNT)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
