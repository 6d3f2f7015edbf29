package io.stowage.error;

/**
 * The container can't be reached to run a command in it: its agent is not connected, or commands are not enabled for the task.
 */
public final class TargetNotConnectedException extends EcsException {

    private static final long serialVersionUID = 1L;

    /**
     * With what is wrong, for people.
     *
     * @param message names what it is about
     */
    public TargetNotConnectedException(String message) {
        super(message);
    }
}
