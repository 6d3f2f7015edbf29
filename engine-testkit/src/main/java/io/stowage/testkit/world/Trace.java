package io.stowage.testkit.world;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened, rolled into 64 bits: two runs of one seed are the same run if their traces are equal. The full text is handed out
 * on demand, to find where two runs part.
 */
public final class Trace {

    private long hash = 0x2545F4914F6CDD1DL;
    private long length;
    private @Nullable Consumer<String> text;

    Trace() {}

    /** Something happened; the name's characters count, not its identity. */
    public void add(String name, long value) {
        hash = (Long.rotateLeft(hash, 23) ^ (((long) name.hashCode() << 32) + value)) * 0x9E3779B97F4A7C15L;
        length++;
        Consumer<String> listener = text;
        if (listener != null) {
            listener.accept(length + " " + name + " " + value);
        }
    }

    /** From now on each entry is handed to the listener as a line of text, too. Slow. */
    public void textTo(Consumer<String> listener) {
        text = listener;
    }

    /** 16 hexadecimal digits over everything so far. */
    public String digest() {
        return String.format(Locale.ROOT, "%016x", hash);
    }

    /** How many entries there are. */
    public long length() {
        return length;
    }
}
