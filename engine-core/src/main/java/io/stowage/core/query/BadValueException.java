package io.stowage.core.query;

/** A value that its subject or operator can't be compared with. The parser, which knows where the value is, says so to the outside. */
final class BadValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Which of the values; 0 where there is one. */
    final int index;
    /** Where in the value. */
    final int offset;

    final String what;

    BadValueException(int index, int offset, String what) {
        super(what, null, false, false);
        this.index = index;
        this.offset = offset;
        this.what = what;
    }
}
