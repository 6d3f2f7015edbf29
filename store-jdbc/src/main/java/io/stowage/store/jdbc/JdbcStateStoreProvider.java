package io.stowage.store.jdbc;

import io.stowage.spi.StateStore;
import io.stowage.spi.StateStoreProvider;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens a {@link JdbcStateStore} by the database's address, under the name {@code jdbc}. Found by {@link java.util.ServiceLoader}.
 *
 * <p>Properties: {@code url}, {@code user}, {@code password}, {@code createTables} and {@code listening} ({@code true} or {@code false}, which is the
 * default; see {@link JdbcStateStore#listening}), and {@code lease}, the time to live of the engines' leases where that is not 10 s: {@code PT5S}.
 * Each call of the store opens a connection then: that is nothing for H2 in this process, and dear for PostgreSQL. There, give a pool to
 * {@link JdbcStateStore#open}, and the store to the engine.
 */
public final class JdbcStateStoreProvider implements StateStoreProvider {

    private static final String URL = "url";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String CREATE_TABLES = "createTables";
    private static final String LEASE = "lease";
    private static final String LISTENING = "listening";
    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of(URL, USER, PASSWORD, CREATE_TABLES, LEASE, LISTENING));

    @Override
    public String name() {
        return "jdbc";
    }

    /**
     * @throws IllegalArgumentException if there is no {@code url}, a property is not known, or {@code createTables} or {@code listening} is neither true nor false
     * @throws IllegalStateException if the tables are not there and are not to be created
     * @throws DatabaseException if the database doesn't answer
     */
    @Override
    public StateStore open(Map<String, String> properties) {
        check(properties);
        String url = address(properties.getOrDefault(URL, ""));
        Properties login = login(properties);
        Duration lease = lease(properties.getOrDefault(LEASE, "PT10S"));
        // H2 closes a file when nobody is connected to it any more, and opening it again takes long: somebody stays.
        Connection resident = connect(url, login);
        boolean opened = false;
        try {
            Database database = Database.on(() -> DriverManager.getConnection(url, login), lease);
            if (Boolean.parseBoolean(properties.get(CREATE_TABLES))) {
                Schema.create(database);
            }
            JdbcStateStore store = JdbcStateStore.open(database, new Memory(database.dialect()), () -> leave(resident));
            opened = true;
            return Boolean.parseBoolean(properties.get(LISTENING)) ? store.listening() : store;
        } finally {
            if (!opened) {
                leave(resident);
            }
        }
    }

    private static void check(Map<String, String> properties) {
        for (String name : new TreeSet<>(properties.keySet())) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "The state store \"jdbc\" has no property \"" + name + "\". It has " + KNOWN + ".");
            }
        }
        if (properties.getOrDefault(URL, "").isBlank()) {
            throw new IllegalArgumentException(
                    "url: the state store \"jdbc\" needs the address of a database, for example"
                            + " jdbc:h2:file:/var/lib/stowage/state or jdbc:postgresql://localhost/stowage.");
        }
        for (String name : List.of(CREATE_TABLES, LISTENING)) {
            String flag = properties.getOrDefault(name, "false");
            if (!flag.equals("true") && !flag.equals("false")) {
                throw new IllegalArgumentException(
                        name + ": \"" + flag + "\" is neither true nor false. Leave it out for false.");
            }
        }
    }

    /** H2 would close itself when the JVM begins to end, while the engine still has something to write: its last connection closes it. */
    private static String address(String url) {
        boolean decided =
                !url.startsWith("jdbc:h2:") || url.toUpperCase(Locale.ROOT).contains("DB_CLOSE_ON_EXIT");
        return decided ? url : url + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    private static Duration lease(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(
                    "lease: \"" + text + "\" is no duration. Write it like PT5S, or leave it out for PT10S.",
                    unreadable);
        }
    }

    private static Properties login(Map<String, String> properties) {
        Properties login = new Properties();
        for (String name : new String[] {USER, PASSWORD}) {
            String value = properties.get(name);
            if (value != null) {
                login.setProperty(name, value);
            }
        }
        return login;
    }

    private static Connection connect(String url, Properties login) {
        try {
            return DriverManager.getConnection(url, login);
        } catch (SQLException failed) {
            throw new DatabaseException("Connecting to the state store's database", failed);
        }
    }

    private static void leave(Connection resident) {
        try {
            resident.close();
        } catch (SQLException alreadyGone) {
            // The database has ended the connection before us: there is nothing left to close.
        }
    }
}
