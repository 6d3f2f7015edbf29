package io.stowage.benchmarks.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon's socket once more, on which nobody who asks for events ever hears of one. */
final class DeafSocket implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final byte[] NO_EVENTS = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Transfer-Encoding: chunked\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);

    private final Path daemon;
    private final Path folder;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Collection<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger askedForEvents = new AtomicInteger();

    DeafSocket(String address) throws IOException {
        daemon = Path.of(address.substring("unix://".length()));
        folder = Files.createTempDirectory("deaf");
        socket = folder.resolve("d.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread(this::accept);
    }

    String address() {
        return "unix://" + socket;
    }

    /** So that it is known that there would have been events. */
    void requireAskedForEvents() {
        if (askedForEvents.get() == 0) {
            throw new IllegalStateException("nobody asked for events");
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | UncheckedIOException closed) {
                        // The other side is closed by whoever closed this one.
                    }
                },
                "deaf-socket");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel client = server.accept();
            SocketChannel behind = SocketChannel.open(UnixDomainSocketAddress.of(daemon));
            open.add(client);
            open.add(behind);
            thread(() -> requests(client, behind));
            thread(() -> copy(behind, client));
        }
    }

    /** A request arrives in one piece, or its first line does; and no call of another kind has such words in it. */
    private void requests(SocketChannel client, SocketChannel behind) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (client;
                behind) {
            while (client.read(buffer) >= 0) {
                buffer.flip();
                if (isForEvents(buffer)) {
                    askedForEvents.incrementAndGet();
                    write(ByteBuffer.wrap(NO_EVENTS), client);
                } else {
                    write(buffer, behind);
                }
                buffer.clear();
            }
        }
    }

    private static boolean isForEvents(ByteBuffer request) {
        String text = StandardCharsets.US_ASCII.decode(request.duplicate()).toString();
        int line = text.indexOf('\r');
        return text.startsWith("GET ") && line > 0 && text.substring(0, line).contains("/events");
    }

    private static void copy(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                write(buffer, to);
                buffer.clear();
            }
        }
    }

    private static void write(ByteBuffer bytes, SocketChannel to) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel each : open) {
            each.close();
        }
        Files.deleteIfExists(socket);
        Files.delete(folder);
    }
}
