package io.stowage.benchmarks.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * What JDBC does by itself: a batch of upserts of the same payloads in one transaction, into a table with the same key and nothing else. No
 * revision, no lease, no feed, no memory of commits.
 */
final class PlainUpserts implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement upsert;
    private final int records;
    private final Random random = new Random(42);
    private long written;

    PlainUpserts(Connection connection, int records) throws SQLException {
        this.connection = connection;
        this.records = records;
        boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE plain (partition_name varchar(512), kind varchar(32), id varchar(512), version bigint,"
                            + " payload " + (h2 ? "clob" : "text") + ", PRIMARY KEY (partition_name, kind, id))");
        }
        connection.setAutoCommit(false);
        this.upsert = connection.prepareStatement(
                h2
                        ? "MERGE INTO plain (partition_name, kind, id, version, payload) KEY (partition_name, kind, id) VALUES (?, ?, ?, ?, ?)"
                        : "INSERT INTO plain (partition_name, kind, id, version, payload) VALUES (?, ?, ?, ?, ?) ON CONFLICT (partition_name, kind, id)"
                                + " DO UPDATE SET version = excluded.version, payload = excluded.payload");
    }

    void fill() throws SQLException {
        for (int number = 0; number < records; number++) {
            add(number);
            if (number % 1_000 == 999 || number == records - 1) {
                execute();
            }
        }
    }

    long change(int changes) throws SQLException {
        int first = random.nextInt(records);
        for (int i = 0; i < changes; i++) {
            add((int) ((first + i * Commits.STEP) % records));
        }
        long began = System.nanoTime();
        execute();
        return System.nanoTime() - began;
    }

    private void add(int number) throws SQLException {
        written++;
        upsert.setString(1, Commits.PARTITION);
        upsert.setString(2, "task");
        upsert.setString(3, Commits.id(number));
        upsert.setLong(4, written);
        upsert.setString(5, Commits.payload(number, written));
        upsert.addBatch();
    }

    private void execute() throws SQLException {
        int unused = upsert.executeBatch().length;
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
        connection.close();
    }
}
