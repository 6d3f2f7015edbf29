package io.stowage.runtime.docker.spec;

import io.stowage.spi.SecretValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Secrets as the files of a tar archive, in the format of POSIX ({@code ustar}). */
final class SecretArchive {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int SUM_AT = 148;
    private static final int SUM_LENGTH = 8;

    private SecretArchive() {}

    static void checkName(Report report, String name) {
        report.refuseIf(
                name.isEmpty()
                        || name.equals(".")
                        || name.equals("..")
                        || name.indexOf('/') >= 0
                        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME,
                "secrets[].name",
                name,
                "can't name a file: use at most " + LONGEST_NAME + " bytes and no \"/\"");
    }

    static byte[] of(List<SecretValue> secrets) {
        byte[][] contents = secrets.stream().map(SecretArchive::utf8).toArray(byte[][]::new);
        int size = 2 * BLOCK;
        for (byte[] content : contents) {
            size += BLOCK + padded(content.length);
        }
        ByteBuffer archive = ByteBuffer.allocate(size);
        for (int i = 0; i < contents.length; i++) {
            archive.put(header(secrets.get(i).name(), contents[i].length)).put(contents[i]);
            archive.position(archive.position() + padded(contents[i].length) - contents[i].length);
            Arrays.fill(contents[i], (byte) 0);
        }
        return archive.array();
    }

    private static byte[] utf8(SecretValue secret) {
        char[] value = secret.reveal();
        // No char has more than three bytes.
        ByteBuffer encoded = ByteBuffer.allocate(3 * value.length);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(value, '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    private static int padded(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Name, mode, owner, group, size, time, sum, kind; the rest is zero but for the format's mark. */
    private static byte[] header(String name, int size) {
        ByteBuffer header = ByteBuffer.allocate(BLOCK);
        header.put(name.getBytes(StandardCharsets.UTF_8)).position(LONGEST_NAME);
        header.put(ascii("0000444\0" + "0000000\0" + "0000000\0" + octal(size) + octal(0)));
        header.put(ascii(" ".repeat(SUM_LENGTH))).put((byte) '0');
        header.position(257).put(ascii("ustar\00000"));
        int sum = 0;
        for (byte each : header.array()) {
            sum += each & 0xff;
        }
        header.position(SUM_AT).put(ascii(String.format(Locale.ROOT, "%06o\0 ", sum)));
        return header.array();
    }

    private static String octal(int number) {
        return String.format(Locale.ROOT, "%011o\0", number);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
