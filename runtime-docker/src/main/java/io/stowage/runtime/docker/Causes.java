package io.stowage.runtime.docker;

import java.io.IOException;
import java.util.Objects;

/** Exceptions as one line for people. */
final class Causes {

    private static final int LONGEST = 300;
    private static final int DEEPEST = 10;

    private Causes() {}

    /** What is at the bottom of it. docker-java wraps what the transport says, and the JSON that it can't read. */
    static String text(Throwable thrown) {
        Throwable root = root(thrown);
        String message = root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse("");
        String text = root.getClass().getSimpleName() + message;
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    /** Whether a request met a connection that the other side had closed before. */
    static boolean isBrokenPipe(Throwable thrown) {
        Throwable root = root(thrown);
        return root instanceof IOException && "Broken pipe".equals(root.getMessage());
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int i = 0; i < DEEPEST && root.getCause() != null; i++) {
            root = Objects.requireNonNull(root.getCause());
        }
        return root;
    }
}
