package io.stowage.core.world;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Ids nobody can guess or repeat, and cheaper random numbers for everything else. Thread-safe. */
final class SystemEntropy {

    private static final int ID_BYTES = 16;
    private static final int IDS_AT_ONCE = 64;

    private final SecureRandom secure = new SecureRandom();
    private final SplittableRandom quick = new SplittableRandom(secure.nextLong());
    private final byte[] buffer = new byte[ID_BYTES * IDS_AT_ONCE];
    private int used = buffer.length;

    synchronized String newId() {
        if (used == buffer.length) {
            secure.nextBytes(buffer);
            used = 0;
        }
        used += ID_BYTES;
        return HexFormat.of().formatHex(buffer, used - ID_BYTES, used);
    }

    synchronized long random(long bound) {
        return quick.nextLong(bound);
    }
}
