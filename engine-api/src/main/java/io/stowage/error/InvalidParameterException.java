package io.stowage.error;

import org.jspecify.annotations.Nullable;

/** A parameter breaks a rule. The message names the field, its value, the rule and what to do. */
public final class InvalidParameterException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public InvalidParameterException(String message) {
        super(message);
    }

    /**
     * With what is wrong, for people, and what led to it.
     *
     * @param message names what it is about
     * @param cause what led to it; null if unknown
     */
    public InvalidParameterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
