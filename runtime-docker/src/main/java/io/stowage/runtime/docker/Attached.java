package io.stowage.runtime.docker;

import io.stowage.spi.ExecutesInteractively.OutputListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands over what comes from a command. Without a terminal the daemon sends frames: eight bytes, of which the first is the stream and the last four the length. */
final class Attached {

    private static final Logger LOG = LoggerFactory.getLogger(Attached.class);
    private static final int MOST = 16 * 1024;
    private static final int HEADER = 8;
    private static final int STANDARD_ERROR = 2;

    private final InputStream from;
    private final OutputListener listener;

    Attached(InputStream from, OutputListener listener) {
        this.from = from;
        this.listener = listener;
    }

    /** Returns at the end of the stream. */
    void handOver(boolean tty) throws IOException {
        if (tty) {
            terminal();
        } else {
            frames();
        }
    }

    private void terminal() throws IOException {
        byte[] some = new byte[MOST];
        int read = from.read(some);
        while (read >= 0) {
            tell(false, Arrays.copyOf(some, read));
            read = from.read(some);
        }
    }

    private void frames() throws IOException {
        byte[] header = from.readNBytes(HEADER);
        while (header.length == HEADER) {
            long left = length(header);
            while (left > 0) {
                byte[] some = from.readNBytes((int) Math.min(left, MOST));
                if (some.length == 0) {
                    throw new EOFException("the output of a command ended within a frame");
                }
                left -= some.length;
                tell(header[0] == STANDARD_ERROR, some);
            }
            header = from.readNBytes(HEADER);
        }
        if (header.length > 0) {
            throw new EOFException("the output of a command ended within the head of a frame");
        }
    }

    private static long length(byte[] header) {
        return ((header[4] & 0xffL) << 24)
                | ((header[5] & 0xffL) << 16)
                | ((header[6] & 0xffL) << 8)
                | (header[7] & 0xffL);
    }

    private void tell(boolean standardError, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        try {
            listener.output(standardError, bytes);
        } catch (RuntimeException e) {
            // Without its message: it may have what the command wrote.
            LOG.warn(
                    "A listener to a command's output threw {}; the output goes on.",
                    e.getClass().getName());
        }
    }
}
