package io.stowage.error;

/** The caller may not do this: the host application's authorizer denied it. */
public final class AccessDeniedException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public AccessDeniedException(String message) {
        super(message);
    }
}
