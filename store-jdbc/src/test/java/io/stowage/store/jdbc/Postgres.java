package io.stowage.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A real PostgreSQL for the tests of this JVM, started when it is needed first, with a database for whoever asks. */
final class Postgres {

    private static int databases;

    private Postgres() {}

    private static final class Server {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("track_commit_timestamp", "on")
                        .start();
            } catch (IOException failed) {
                throw new IllegalStateException("PostgreSQL does not start", failed);
            }
        }
    }

    /** A new database without any content; its connections are not pooled. */
    static synchronized DataSource database() throws SQLException {
        databases++;
        String name = "db" + databases;
        try (Connection connection = Server.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Server.SERVER.getDatabase("postgres", name);
    }
}
