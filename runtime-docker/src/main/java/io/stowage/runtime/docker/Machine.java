package io.stowage.runtime.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What tells this machine from others. */
final class Machine {

    private static final int DIGITS = 16;
    private static final List<String> FILES =
            List.of("/etc/machine-id", "/var/lib/dbus/machine-id", "/proc/sys/kernel/hostname");

    private Machine() {}

    /** Made of the machine's id, which is for the machine alone, and can't be turned back. */
    static String hashedId() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(("stowage " + id()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String id() {
        for (String file : FILES) {
            try {
                String id = Files.readString(Path.of(file)).trim();
                if (!id.isEmpty()) {
                    return id;
                }
            } catch (IOException e) {
                // The next file says it as well.
            }
        }
        return "";
    }
}
