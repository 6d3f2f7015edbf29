package io.stowage.core.query;

/**
 * Reads the words of an expression from left to right. What a run of characters means depends on what is expected, so that it is asked
 * for: a value may hold what elsewhere is an operator.
 */
final class Scanner {

    private static final String SIGNS = "=!<>~";
    private static final String NOT_IN_PLAIN = "=!<>~&|\"";

    private final String text;
    private int at;

    Scanner(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** The character that is next; 0 at the end. */
    char peek() {
        return peek(0);
    }

    private char peek(int further) {
        return at + further < text.length() ? text.charAt(at + further) : 0;
    }

    boolean accept(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** Takes {@code and} or {@code &&}, {@code or} or {@code ||}, if that is next. */
    boolean accept(String word, String sign) {
        if (text.startsWith(sign, at)) {
            at += sign.length();
            return true;
        }
        if (text.startsWith(word, at) && !isSubject(peek(word.length()))) {
            at += word.length();
            return true;
        }
        return false;
    }

    /** What could be a subject; empty if nothing is. */
    String subject() {
        int from = at;
        while (isSubject(peek())) {
            at++;
        }
        return text.substring(from, at);
    }

    /** What could be meant to join two comparisons. */
    String joiner() {
        char c = peek();
        return c == '&' || c == '|' ? String.valueOf(c) : subject();
    }

    /** Whether what is next stands right behind a value without quotes, or a word. */
    boolean afterPlain() {
        return at > 0 && !isBlank(text.charAt(at - 1)) && ")]'".indexOf(text.charAt(at - 1)) < 0;
    }

    /** What could be an operator, be it a sign, a word, or a word with an exclamation mark; empty if nothing is. */
    String operator() {
        int from = at;
        if (isSign(peek()) && !(peek() == '!' && isLetter(peek(1)))) {
            while (isSign(peek())) {
                at++;
            }
            return text.substring(from, at);
        }
        accept('!');
        while (isLetter(peek()) || peek() == '_') {
            at++;
        }
        return text.substring(from, at);
    }

    /** A value without quotes; empty if there is none. */
    String plain(boolean inList, boolean pattern) {
        int from = at;
        while (!atEnd() && !endsPlain(inList) && ((pattern && at > from) || NOT_IN_PLAIN.indexOf(peek()) < 0)) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean endsPlain(boolean inList) {
        char c = peek();
        boolean joins = (c == '&' || c == '|') && peek(1) == c;
        boolean endsInList = inList && (c == ',' || c == ']');
        return joins || endsInList || isBlank(c) || "()'".indexOf(c) >= 0 || Character.isISOControl(c);
    }

    /** Where the next quote is; -1 if there is none. */
    int closingQuote() {
        return text.indexOf('\'', at);
    }

    /** Takes all up to this place, and the character there. */
    String through(int end) {
        String taken = text.substring(at, end);
        at = end + 1;
        return taken;
    }

    MalformedQueryException malformed(int position, String what) {
        return Malformed.at(text, position, what);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isSign(char c) {
        return SIGNS.indexOf(c) >= 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSubject(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || "_-/\\.:".indexOf(c) >= 0;
    }
}
