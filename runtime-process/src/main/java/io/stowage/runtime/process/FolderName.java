package io.stowage.runtime.process;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The file name for a name that the engine chose. A short and plain one stands for itself; of any other, what is plain in its beginning
 * and a hash of all of it. A plain name has no {@code ~}, so the two can't meet.
 */
final class FolderName {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,149}");

    private FolderName() {}

    static String of(String name) {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        String beginning = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return "_" + beginning.substring(0, Math.min(80, beginning.length())) + "~" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
