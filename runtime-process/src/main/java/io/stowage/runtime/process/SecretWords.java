package io.stowage.runtime.process;

import io.stowage.spi.SecretValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Secrets as words for the launcher, in memory that is overwritten after use: no {@code String} ever holds a value. */
final class SecretWords {
    private SecretWords() {}

    /** The caller overwrites the result. */
    static byte[] of(List<SecretValue> secrets) {
        int size = secrets.stream().mapToInt(SecretWords::atMost).sum();
        ByteBuffer words = ByteBuffer.allocate(size);
        secrets.forEach(secret -> append(words, secret));
        byte[] bytes = Arrays.copyOf(words.array(), words.position());
        Arrays.fill(words.array(), (byte) 0);
        return bytes;
    }

    /**
     * The words of these variables as they stand in an environment that the kernel shows. One that is not there is given as empty, so that the
     * number of words is as announced.
     */
    static byte[] pick(byte[] environment, List<String> names) {
        ByteBuffer words = ByteBuffer.allocate(environment.length
                + names.stream().mapToInt(n -> 3 * n.length() + 32).sum());
        for (String name : names) {
            byte[] start = (name + "=").getBytes(StandardCharsets.UTF_8);
            int at = find(environment, start);
            int end = at;
            int lineEnds = 0;
            while (at >= 0 && end < environment.length && environment[end] != 0) {
                lineEnds += environment[end++] == '\n' ? 1 : 0;
            }
            words.put((lineEnds + "\n").getBytes(StandardCharsets.US_ASCII));
            words.put(at < 0 ? start : Arrays.copyOfRange(environment, at, end));
            words.put((byte) '\n');
        }
        byte[] bytes = Arrays.copyOf(words.array(), words.position());
        Arrays.fill(words.array(), (byte) 0);
        return bytes;
    }

    private static int find(byte[] environment, byte[] start) {
        int at = 0;
        while (at + start.length <= environment.length) {
            if (Arrays.equals(environment, at, at + start.length, start, 0, start.length)) {
                return at;
            }
            while (at < environment.length && environment[at] != 0) {
                at++;
            }
            at++;
        }
        return -1;
    }

    private static int atMost(SecretValue secret) {
        char[] value = secret.reveal();
        int size = 16 + 3 * (secret.name().length() + value.length);
        Arrays.fill(value, '\0');
        return size;
    }

    private static void append(ByteBuffer words, SecretValue secret) {
        char[] value = secret.reveal();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value));
        long lineEnds = CharBuffer.wrap(value).chars().filter(c -> c == '\n').count();
        words.put((lineEnds + "\n" + secret.name() + "=").getBytes(StandardCharsets.UTF_8));
        words.put(encoded);
        words.put((byte) '\n');
        erase(encoded);
        Arrays.fill(value, '\0');
    }

    private static void erase(ByteBuffer encoded) {
        encoded.clear();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
    }
}
