package io.stowage.error;

/** The account is blocked. Part of ECS's family of errors; an engine of one's own blocks nobody. */
public final class BlockedException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public BlockedException(String message) {
        super(message);
    }
}
