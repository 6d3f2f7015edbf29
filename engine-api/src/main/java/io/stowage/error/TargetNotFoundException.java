package io.stowage.error;

/** There is no such target, such as the container instance of an attribute. */
public final class TargetNotFoundException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public TargetNotFoundException(String message) {
        super(message);
    }
}
