package io.stowage.error;

/** A limit would be exceeded. The message names it. */
public final class LimitExceededException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public LimitExceededException(String message) {
        super(message);
    }
}
