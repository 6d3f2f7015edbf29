package io.stowage.error;

/** There is no such cluster. */
public final class ClusterNotFoundException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ClusterNotFoundException(String message) {
        super(message);
    }
}
