package io.stowage.error;

/** The cluster can't be deleted: it has tasks that are not STOPPED. */
public final class ClusterContainsTasksException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ClusterContainsTasksException(String message) {
        super(message);
    }
}
