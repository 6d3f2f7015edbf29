package io.stowage.error;

/** There is nothing newer to update to. */
public final class NoUpdateAvailableException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public NoUpdateAvailableException(String message) {
        super(message);
    }
}
