package io.stowage.error;

import org.jspecify.annotations.Nullable;

/**
 * The engine could not carry the operation out, or can't say whether it did: it is closing, its store failed, too many operations wait, or no answer came within
 * the operation's deadline. The message says which, and whether the outcome is unknown. Repeating the operation later may succeed.
 */
public final class ServerException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ServerException(String message) {
        super(message);
    }

    /**
     * With what is wrong, for people, and what led to it.
     *
     * @param message names what it is about
     * @param cause what led to it; null if unknown
     */
    public ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
