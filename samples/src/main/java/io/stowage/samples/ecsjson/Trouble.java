package io.stowage.samples.ecsjson;

/** Why the program can't go on, for its user; and what it exits with. */
final class Trouble extends Exception {

    private static final long serialVersionUID = 1L;

    /** Something is refused, or the task failed. */
    static final int REFUSED = 1;

    /** It was called wrongly, or what it needs is not there. */
    static final int UNUSABLE = 2;

    private final int exitCode;

    private Trouble(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static Trouble usage(String message) {
        return new Trouble(UNUSABLE, message);
    }

    static Trouble refused(String message) {
        return new Trouble(REFUSED, message);
    }

    int exitCode() {
        return exitCode;
    }
}
