package io.stowage.error;

/** The service is not ACTIVE: it was deleted. */
public final class ServiceNotActiveException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ServiceNotActiveException(String message) {
        super(message);
    }
}
