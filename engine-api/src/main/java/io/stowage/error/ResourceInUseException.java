package io.stowage.error;

/** The resource is in use and can't be removed or changed now. */
public final class ResourceInUseException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ResourceInUseException(String message) {
        super(message);
    }
}
