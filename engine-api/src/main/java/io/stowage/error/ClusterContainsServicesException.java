package io.stowage.error;

/** The cluster can't be deleted: it has services. Delete them first. */
public final class ClusterContainsServicesException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ClusterContainsServicesException(String message) {
        super(message);
    }
}
