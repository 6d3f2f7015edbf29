package io.stowage.samples.adopt;

import io.stowage.store.jdbc.JdbcStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that can be shut down and started again on what it has written, at the address that it had. */
final class DatabaseServer implements AutoCloseable {

    private final Path data;
    private @Nullable EmbeddedPostgres server;
    private int port;

    private DatabaseServer(Path data) {
        this.data = data;
    }

    /** With the tables of the state store in it. */
    static DatabaseServer start(Path data) throws IOException {
        DatabaseServer fresh = new DatabaseServer(data);
        fresh.start();
        JdbcStateStore.createTables(Objects.requireNonNull(fresh.server).getPostgresDatabase());
        return fresh;
    }

    /** Whoever connects finds nobody as long as it is not there. */
    void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        EmbeddedPostgres started = (port == 0 ? builder : builder.setPort(port)).start();
        server = started;
        port = started.getPort();
    }

    void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&socketTimeout=10&tcpKeepAlive=true";
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
