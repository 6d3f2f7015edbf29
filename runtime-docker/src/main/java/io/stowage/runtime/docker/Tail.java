package io.stowage.runtime.docker;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last bytes of what is written. Thread-safe. */
final class Tail {

    static final int LENGTH = 4 * 1024;

    private byte[] kept = new byte[0];

    synchronized void add(byte[] more) {
        byte[] all = Arrays.copyOf(kept, kept.length + more.length);
        System.arraycopy(more, 0, all, kept.length, more.length);
        kept = all.length > LENGTH ? Arrays.copyOfRange(all, all.length - LENGTH, all.length) : all;
    }

    synchronized String text() {
        return new String(kept, StandardCharsets.UTF_8);
    }
}
