package io.stowage.core.query;

/**
 * A text that is no cluster query. The message says what is wrong, where, and what was expected; it shows the expression, and a caret below
 * the place.
 */
public final class MalformedQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    MalformedQueryException(String message, int position) {
        super(message);
        this.position = position;
    }

    /** Where in the expression, from 0: its length if something is missing at the end. */
    public int position() {
        return position;
    }
}
