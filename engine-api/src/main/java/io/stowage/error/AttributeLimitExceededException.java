package io.stowage.error;

/** A resource would have more than 10 custom attributes. */
public final class AttributeLimitExceededException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public AttributeLimitExceededException(String message) {
        super(message);
    }
}
