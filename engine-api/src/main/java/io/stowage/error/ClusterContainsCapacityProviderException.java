package io.stowage.error;

/** The cluster can't be deleted: it has capacity providers. */
public final class ClusterContainsCapacityProviderException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ClusterContainsCapacityProviderException(String message) {
        super(message);
    }
}
