package io.stowage.core.query;

/** Says what is wrong with an expression, and shows where. */
final class Malformed {

    /** Longer words are cut in messages. */
    static final int LONGEST_WORD = 64;

    /** What is shown of the expression before and after the place. */
    private static final int AROUND = 60;

    private static final String CUT = "...";

    private Malformed() {}

    /**
     * The exception for it.
     *
     * @param position from 0
     * @param what what is wrong and what to do: without a full stop, or a sentence of its own at the end
     */
    static MalformedQueryException at(String expression, int position, String what) {
        int from = position <= AROUND + CUT.length() ? 0 : position - AROUND;
        int to = expression.length() - position <= AROUND + CUT.length() ? expression.length() : position + AROUND;
        String before = from == 0 ? "" : CUT;
        String after = to == expression.length() ? "" : CUT;
        String message = "at position " + (position + 1) + ": " + what + "\n  " + before
                + inOneLine(expression.substring(from, to)) + after + "\n  "
                + " ".repeat(before.length() + position - from) + "^";
        return new MalformedQueryException(message, position);
    }

    /** A word of the expression in quotes, not too long. */
    static String quoted(String word) {
        return "'" + (word.length() <= LONGEST_WORD ? word : word.substring(0, LONGEST_WORD) + CUT) + "'";
    }

    /** What would break the line or move the caret is shown as a blank. */
    private static String inOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return line.toString();
    }
}
