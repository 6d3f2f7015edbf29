package io.stowage.runtime.docker;

import org.jspecify.annotations.Nullable;

/** The daemon did not answer, or not clearly: what was asked may have been done or not. Evidence of nothing. */
final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
