package io.stowage.runtime.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;

/**
 * A port on loopback before a server of plain HTTP, that hangs up on whoever begins with TLS. A daemon tries that first, and the JDK's server
 * would keep it waiting for ten seconds. Thread-safe.
 */
final class PlainFront implements AutoCloseable {

    private static final int TLS_HANDSHAKE = 22;

    private final ServerSocket front;
    private final InetSocketAddress server;
    private final Executor threads;

    PlainFront(InetSocketAddress server, Executor threads) throws IOException {
        this.server = server;
        this.threads = threads;
        this.front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                threads.execute(() -> serve(client));
            } catch (IOException | RuntimeException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            int first = client.getInputStream().read();
            if (first < 0 || first == TLS_HANDSHAKE) {
                return;
            }
            try (Socket connection = new Socket(server.getAddress(), server.getPort())) {
                connection.getOutputStream().write(first);
                threads.execute(() -> pump(client, connection));
                pump(connection, client);
            }
        } catch (IOException | RuntimeException ended) {
            // Both ends see it.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // Both ends see it.
        }
    }

    @Override
    public void close() {
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
