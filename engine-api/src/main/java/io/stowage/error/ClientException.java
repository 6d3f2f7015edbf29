package io.stowage.error;

import org.jspecify.annotations.Nullable;

/**
 * The request can't be carried out as it is: for example an identifier is not valid, or a resource's state doesn't allow the operation.
 */
public final class ClientException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ClientException(String message) {
        super(message);
    }

    /**
     * With what is wrong, for people, and what led to it.
     *
     * @param message names what it is about
     * @param cause what led to it; null if unknown
     */
    public ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
