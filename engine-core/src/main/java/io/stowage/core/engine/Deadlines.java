package io.stowage.core.engine;

import io.stowage.error.InvalidParameterException;
import java.time.Duration;

/** The deadlines that callers give. */
final class Deadlines {

    private Deadlines() {}

    static void check(Duration deadline) {
        if (deadline.isNegative()) {
            throw new InvalidParameterException("deadline is " + deadline + "; it must not be negative");
        }
    }
}
