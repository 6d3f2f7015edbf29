package io.stowage.runtime.process;

import io.stowage.spi.FollowsLogs.LogListener;
import io.stowage.spi.RuntimeSubscription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Hands what a container writes to one listener, on a thread of its own, which ends with the container's folder. It looks ten times a
 * second; a line without an end is handed over when nothing follows for a second, or when it is longer than 16 KiB.
 */
final class LogFollower implements RuntimeSubscription {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int QUIET_LOOKS = 10;
    private static final int MAX_LINE = 16 * 1024;

    private final ContainerFolder folder;
    private final String nonce;
    private final Stream[] streams;
    private final Thread thread;
    private volatile boolean closed;

    LogFollower(ContainerFolder folder, String nonce, boolean fromBeginning, LogListener listener) throws IOException {
        this.folder = folder;
        this.nonce = nonce;
        this.streams = new Stream[] {
            new Stream(new LogStream(folder.log(false)), false, fromBeginning, listener),
            new Stream(new LogStream(folder.log(true)), true, fromBeginning, listener)
        };
        this.thread = new Thread(this::loop, "stowage-logs");
        thread.setDaemon(true);
        thread.start();
    }

    private void loop() {
        try {
            boolean there = true;
            while (!closed && there) {
                // Looked at first: what is read after it is all that there will ever be.
                there = folder.isOf(nonce);
                boolean progress = false;
                for (Stream stream : streams) {
                    progress |= stream.advance();
                }
                if (!progress && there) {
                    Thread.sleep(LOOK.toMillis());
                }
            }
            for (Stream stream : streams) {
                stream.flush();
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            // Closed, or the listener or the disk failed: this stream ends, nobody else's does.
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** One of the two streams, and the line that is not whole yet. */
    private final class Stream {
        private final LogStream log;
        private final boolean standardError;
        private final LogListener listener;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private LogStream.Position at;
        private int quiet;

        Stream(LogStream log, boolean standardError, boolean fromBeginning, LogListener listener) throws IOException {
            this.log = log;
            this.standardError = standardError;
            this.listener = listener;
            this.at = fromBeginning ? log.beginning() : log.end();
        }

        boolean advance() throws IOException {
            LogStream.Chunk chunk = log.read(at);
            at = chunk.next();
            ByteBuffer bytes = chunk.bytes();
            if (!bytes.hasRemaining()) {
                quiet++;
                if (quiet >= QUIET_LOOKS) {
                    flush();
                }
                return false;
            }
            quiet = 0;
            while (bytes.hasRemaining()) {
                append(bytes.get());
            }
            return true;
        }

        private void append(byte b) {
            if (b == '\n') {
                emit();
            } else {
                line.write(b);
                if (line.size() >= MAX_LINE) {
                    emit();
                }
            }
        }

        private void flush() {
            if (line.size() > 0) {
                emit();
            }
        }

        private void emit() {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (!closed) {
                listener.line(standardError, text);
            }
        }
    }
}
