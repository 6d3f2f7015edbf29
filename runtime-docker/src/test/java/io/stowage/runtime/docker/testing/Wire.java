package io.stowage.runtime.docker.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One end of a connection over which HTTP goes. Not with the streams that the JDK makes of channels: those let nobody write while somebody
 * reads. One thread may read and another one write.
 */
final class Wire implements Closeable {

    private static final int LONGEST_HEAD = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);

    Wire(SocketChannel channel) {
        this.channel = channel;
    }

    static Wire to(Path socket) throws IOException {
        return new Wire(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** The start line and the headers of a message, with the empty line. */
    record Head(String text) {

        String start() {
            return text.substring(0, text.indexOf("\r\n"));
        }

        /** The method of a request, or the protocol of an answer. */
        String first() {
            return start().split(" ", 3)[0];
        }

        /** The path of a request, or the status of an answer. */
        String second() {
            return start().split(" ", 3)[1];
        }

        Optional<String> header(String name) {
            String wanted = name.toLowerCase(Locale.ROOT) + ":";
            return text.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
                    .map(line -> line.substring(wanted.length()).strip())
                    .findFirst();
        }

        boolean isChunked() {
            return header("Transfer-Encoding")
                    .filter("chunked"::equalsIgnoreCase)
                    .isPresent();
        }

        long length() {
            return header("Content-Length").map(Long::parseLong).orElse(-1L);
        }

        /** With a body of this length and no other. */
        Head withLength(int length) {
            return without("Content-Length").without("Transfer-Encoding").with("Content-Length: " + length);
        }

        /** No other one follows on this connection. */
        Head asLast() {
            return without("Connection").with("Connection: close");
        }

        private Head without(String name) {
            String unwanted = name.toLowerCase(Locale.ROOT) + ":";
            return new Head(text.lines()
                            .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(unwanted))
                            .collect(Collectors.joining("\r\n"))
                    + "\r\n");
        }

        /** The text ends with an empty line. */
        private Head with(String header) {
            return new Head(text.substring(0, text.length() - 2) + header + "\r\n\r\n");
        }
    }

    /** Empty at the end of the connection. */
    Optional<Head> head() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = read();
            if (next < 0) {
                return Optional.empty();
            }
            bytes.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            if (bytes.size() > LONGEST_HEAD) {
                throw new IOException("a message's head has no end");
            }
        }
        return Optional.of(new Head(bytes.toString(StandardCharsets.ISO_8859_1)));
    }

    /** The next piece of a chunked body; empty at its end. */
    byte[] chunk() throws IOException {
        StringBuilder size = new StringBuilder();
        for (int next = required(); next != '\n'; next = required()) {
            size.append((char) next);
        }
        int length = Integer.parseInt(size.toString().strip().split(";", 2)[0], 16);
        byte[] bytes = exactly(length);
        exactly(2);
        return bytes;
    }

    byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int now = Math.min(length - done, available());
            if (now == 0) {
                throw new EOFException("the connection ended in mid-message");
            }
            buffer.get(bytes, done, now);
            done += now;
        }
        return bytes;
    }

    /** What has come; empty at the end of the connection. */
    byte[] some() throws IOException {
        return exactly(available());
    }

    private int available() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                buffer.limit(0);
            }
        }
        return buffer.remaining();
    }

    private int read() throws IOException {
        return available() == 0 ? -1 : buffer.get() & 0xff;
    }

    private int required() throws IOException {
        int next = read();
        if (next < 0) {
            throw new EOFException("the connection ended in mid-message");
        }
        return next;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    void write(Head head) throws IOException {
        write(head.text().getBytes(StandardCharsets.ISO_8859_1));
    }

    void writeChunk(byte[] bytes) throws IOException {
        write(Fault.bytes(Integer.toHexString(bytes.length) + "\r\n"));
        write(bytes);
        write(Fault.bytes("\r\n"));
    }

    /** Says that nothing more is written. */
    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
