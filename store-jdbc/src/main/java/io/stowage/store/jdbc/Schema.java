package io.stowage.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes the tables, or sees to it that they are there. */
final class Schema {

    /** What this store works with. */
    static final int VERSION = 2;

    private static final String TABLE_IS_NOT_THERE_ON_POSTGRESQL = "42P01";
    private static final List<String> TABLE_IS_NOT_THERE_ON_H2 = List.of("42S02", "42S03", "42S04");

    private Schema() {}

    static void create(Database database) {
        database.inTransaction("Creating the tables of the state store", connection -> {
            try (Statement statement = connection.createStatement()) {
                String lock = database.dialect().lockOutOthers();
                if (!lock.isEmpty()) {
                    statement.execute(lock);
                }
                for (String command : commands(database.dialect().script())) {
                    statement.execute(command);
                }
            }
            return true;
        });
    }

    /** @throws IllegalStateException if the tables are not there, or are another version's */
    static void check(Database database) {
        int version = database.alone("Reading the version of the state store's tables", Schema::version);
        if (version != VERSION) {
            throw new IllegalStateException((version == 0
                            ? "The tables of the state store are not there."
                            : "The tables of the state store have version " + version
                                    + " (stowage_schema), and this store works with version " + VERSION + ".")
                    + " Let the store create them (createTables), or run io/stowage/store/jdbc/"
                    + (isOlder(version)
                            ? migration(database.dialect(), version + 1)
                            : database.dialect().script())
                    + " of its JAR file.");
        }
    }

    private static boolean isOlder(int version) {
        return version > 0 && version < VERSION;
    }

    /** The script that makes tables of this version of those of the one before. */
    static String migration(Dialect dialect, int version) {
        return dialect.script().replace(".sql", "-" + version + ".sql");
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT max(version) FROM stowage_schema")) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException failed) {
            String state = Objects.requireNonNullElse(failed.getSQLState(), "");
            if (state.equals(TABLE_IS_NOT_THERE_ON_POSTGRESQL) || TABLE_IS_NOT_THERE_ON_H2.contains(state)) {
                return 0;
            }
            throw failed;
        }
    }

    /** The commands of a script, without its comments. */
    static List<String> commands(String script) {
        List<String> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        for (String line : text(script).split("\n", -1)) {
            if (line.isBlank() || line.stripLeading().startsWith("--")) {
                continue;
            }
            command.append(line).append('\n');
            if (line.endsWith(";")) {
                commands.add(command.substring(0, command.length() - 2));
                command.setLength(0);
            }
        }
        return commands;
    }

    private static String text(String script) {
        try (InputStream file = Schema.class.getResourceAsStream(script)) {
            return new String(Objects.requireNonNull(file, script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
