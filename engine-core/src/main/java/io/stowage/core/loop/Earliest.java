package io.stowage.core.loop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The earlier of two moments, either of which may be missing. */
final class Earliest {

    private Earliest() {}

    static @Nullable Instant of(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
