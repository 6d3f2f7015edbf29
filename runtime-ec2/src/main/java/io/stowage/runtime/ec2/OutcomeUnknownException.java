package io.stowage.runtime.ec2;

import org.jspecify.annotations.Nullable;

/** A call ended in a way that leaves open what became of it, or couldn't be made. The message says which, and what to do. */
final class OutcomeUnknownException extends RuntimeException {

    OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
