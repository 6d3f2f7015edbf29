package io.stowage.error;

/** Another update of the same resource is still in progress. */
public final class UpdateInProgressException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public UpdateInProgressException(String message) {
        super(message);
    }
}
