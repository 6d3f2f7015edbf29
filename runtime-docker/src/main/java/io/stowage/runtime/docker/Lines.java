package io.stowage.runtime.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Puts lines together from what comes in pieces. A line of more than {@value #LONGEST} bytes is handed over in several. Not thread-safe. */
final class Lines {

    static final int LONGEST = 256 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> consumer;

    Lines(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    void add(byte[] piece) {
        for (byte each : piece) {
            if (each == '\n') {
                flush();
            } else {
                line.write(each);
                if (line.size() >= LONGEST) {
                    flush();
                }
            }
        }
    }

    /** What has no end yet. */
    void end() {
        if (line.size() > 0) {
            flush();
        }
    }

    private void flush() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        consumer.accept(text);
    }
}
