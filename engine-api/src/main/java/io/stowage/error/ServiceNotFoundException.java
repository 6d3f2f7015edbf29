package io.stowage.error;

/** There is no such service. */
public final class ServiceNotFoundException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ServiceNotFoundException(String message) {
        super(message);
    }
}
