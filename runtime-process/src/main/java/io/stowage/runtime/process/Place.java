package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where containers are: a machine, and a state directory on it by its real path, whatever links lead there. */
record Place(String machineId, Path stateDirectory) {

    private static final int DIGITS = 16;

    /** A machine's id is for the machine alone: what others see is made of it and can't be turned back. */
    String text() {
        return "process:" + hash("stowage " + machineId).substring(0, DIGITS) + ":" + real(stateDirectory);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The directory may not be there yet; what leads to it is. */
    private static String real(Path directory) {
        try {
            return directory.toFile().getCanonicalPath();
        } catch (IOException unreadable) {
            return directory.normalize().toString();
        }
    }
}
