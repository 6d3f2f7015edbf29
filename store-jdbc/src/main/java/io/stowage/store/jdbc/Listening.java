package io.stowage.store.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Listens for PostgreSQL's notifications, which others' commits send, so that who waits for changes looks at once.
 *
 * <p>They are a hint and no more: a store that hears nothing looks as often as ever. So whatever goes wrong here is nobody's trouble, and is tried again
 * a while later: a connection that is lost, a pool that has none to spare. It takes one connection for as
 * long as the store is open, and a thread, which waits in the driver. The driver is the host application's, so it is asked by name.
 */
final class Listening implements AutoCloseable {

    /** The one channel of all stores in a database. */
    static final String CHANNEL = "stowage";

    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int WAIT_MILLIS = 60_000;

    private final Database.Connections connections;
    private final String self;
    private final Duration again;
    private final Runnable heard;
    private final Bell closing = new Bell();
    private volatile boolean closed;
    private volatile @Nullable Connection connection;

    private Listening(Database.Connections connections, String self, Duration again, Runnable heard) {
        this.connections = connections;
        this.self = self;
        this.again = again;
        this.heard = heard;
    }

    /**
     * Begins to listen.
     *
     * @param self what this store itself says, which is no news to it
     * @param heard runs on a thread of this, after each notification and whenever some may have been missed
     */
    static Listening begin(Database.Connections connections, String self, Runnable heard) {
        return begin(connections, self, AGAIN, heard);
    }

    static Listening begin(Database.Connections connections, String self, Duration again, Runnable heard) {
        Listening listening = new Listening(connections, self, again, heard);
        Thread thread = new Thread(listening::listen, "stowage-store-jdbc-listening");
        thread.setDaemon(true);
        thread.start();
        return listening;
    }

    private void listen() {
        while (!closed) {
            long rings = closing.rings();
            try (Connection fresh = connections.get()) {
                connection = fresh;
                listenAndBreak(fresh);
            } catch (SQLException | ReflectiveOperationException | RuntimeException | LinkageError lost) {
                // Polling goes on meanwhile.
            }
            connection = null;
            if (!closed) {
                closing.await(rings, again);
            }
        }
    }

    /** Whatever became of it, nobody else is to be lent a connection that listens, or one that the pool takes for sound and is not. */
    private void listenAndBreak(Connection fresh) throws SQLException, ReflectiveOperationException {
        try {
            listenOn(fresh);
        } finally {
            fresh.abort(Runnable::run);
        }
    }

    private void listenOn(Connection listening) throws SQLException, ReflectiveOperationException {
        Class<?> driver = Class.forName(
                "org.postgresql.PGConnection",
                false,
                listening.unwrap(Connection.class).getClass().getClassLoader());
        Object asked = listening.unwrap(driver);
        Method notifications = driver.getMethod("getNotifications", int.class);
        Method parameter = notifications.getReturnType().getComponentType().getMethod("getParameter");
        listening.setAutoCommit(true);
        execute(listening, "LISTEN " + CHANNEL);
        // What was committed before is seen by whoever looks now.
        heard.run();
        while (!closed) {
            Object[] told = (Object[]) notifications.invoke(asked, WAIT_MILLIS);
            if (told != null && told.length > 0) {
                tell(told, parameter);
            } else {
                // Whether the server is still there: one that vanished without a word says nothing either.
                execute(listening, "LISTEN " + CHANNEL);
            }
        }
    }

    private void tell(Object[] told, Method parameter) throws ReflectiveOperationException {
        boolean news = false;
        for (Object one : told) {
            news |= !self.equals(parameter.invoke(one));
        }
        if (news) {
            heard.run();
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** Ends it; doesn't wait for it. */
    @Override
    public void close() {
        closed = true;
        closing.ring();
        Connection present = connection;
        if (present != null) {
            try {
                present.abort(Runnable::run);
            } catch (SQLException | RuntimeException alreadyGone) {
                // Then nobody waits on it either.
            }
        }
    }
}
