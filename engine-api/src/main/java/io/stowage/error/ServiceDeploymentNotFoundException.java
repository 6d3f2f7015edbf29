package io.stowage.error;

/** There is no such deployment of a service. */
public final class ServiceDeploymentNotFoundException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ServiceDeploymentNotFoundException(String message) {
        super(message);
    }
}
