package io.stowage.error;

/** The cluster can't be deleted: it has container instances. Deregister them first. */
public final class ClusterContainsContainerInstancesException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public ClusterContainsContainerInstancesException(String message) {
        super(message);
    }
}
