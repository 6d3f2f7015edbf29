package io.stowage.core.query;

/**
 * Versions of agents: numbers with periods between them, and perhaps more behind a hyphen or a plus sign. 1.9 comes before 1.10; a number
 * that is missing is 0; a version with something behind a hyphen comes before the one without it; what is behind a plus sign doesn't count.
 *
 * <p>Versions stay the texts they are and are compared in place, so that asking ten thousand instances makes nothing.
 */
final class AgentVersion {

    private AgentVersion() {}

    /** Whether the text is a version. */
    static boolean isOne(String text) {
        boolean afterDigit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '-' || c == '+') && afterDigit) {
                return true;
            }
            if (!isDigit(c) && !(c == '.' && afterDigit)) {
                return false;
            }
            afterDigit = isDigit(c);
        }
        return afterDigit;
    }

    /** Less than 0 if the first comes before the second; both are versions. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (isDigit(at(a, i)) || isDigit(at(b, j))) {
            int endOfA = endOfNumber(a, i);
            int endOfB = endOfNumber(b, j);
            int order = compareNumbers(a, i, endOfA, b, j, endOfB);
            if (order != 0) {
                return order;
            }
            i = at(a, endOfA) == '.' ? endOfA + 1 : endOfA;
            j = at(b, endOfB) == '.' ? endOfB + 1 : endOfB;
        }
        return compareRest(a, i, b, j);
    }

    /** By length and then by digit, so that no number is too large. */
    private static int compareNumbers(String a, int fromA, int endOfA, String b, int fromB, int endOfB) {
        int i = skipZeros(a, fromA, endOfA);
        int j = skipZeros(b, fromB, endOfB);
        if (endOfA - i != endOfB - j) {
            return Integer.compare(endOfA - i, endOfB - j);
        }
        for (; i < endOfA; i++, j++) {
            if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            }
        }
        return 0;
    }

    private static int compareRest(String a, int i, String b, int j) {
        boolean earlyA = at(a, i) == '-';
        boolean earlyB = at(b, j) == '-';
        if (!earlyA || !earlyB) {
            return Boolean.compare(earlyB, earlyA);
        }
        int endOfA = endOfEarly(a, i);
        int endOfB = endOfEarly(b, j);
        for (; i < endOfA && j < endOfB; i++, j++) {
            if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            }
        }
        return Boolean.compare(i < endOfA, j < endOfB);
    }

    private static int endOfEarly(String text, int from) {
        int plus = text.indexOf('+', from);
        return plus < 0 ? text.length() : plus;
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (isDigit(at(text, end))) {
            end++;
        }
        return end;
    }

    private static int skipZeros(String text, int from, int end) {
        int first = from;
        while (first < end && text.charAt(first) == '0') {
            first++;
        }
        return first;
    }

    private static char at(String text, int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
