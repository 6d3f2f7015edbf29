package io.stowage.error;

/** There is no such resource. */
public final class ResourceNotFoundException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ResourceNotFoundException(String message) {
        super(message);
    }
}
