package io.stowage.error;

/** The platform version doesn't exist. */
public final class PlatformUnknownException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public PlatformUnknownException(String message) {
        super(message);
    }
}
