package io.stowage.core.query;

/**
 * What a regular expression must not have, found in one walk over it.
 *
 * <p>Refused by name: look-around, back-references, atomic groups and possessive quantifiers, which can't be matched in linear time or say
 * nothing where a whole value is matched; intersections and unions of character classes and the flags {@code d u x U}, which RE2/J doesn't
 * know or takes for something else.
 *
 * <p>Refused because of its size: RE2/J unrolls counted repetitions, so that {@code (x{9}){9}} has more than 81 steps, and both its
 * compilation and each match cost time and memory in proportion. The walk counts no fewer steps than there will be: one for each character or
 * class, one for each quantifier, two for each group, and all of them as often as they are repeated. Values have some 255 characters at
 * most, so that the limits take nothing from who means what they write.
 */
final class PatternRules {

    private static final int MOST_STEPS = 1_000;
    private static final int MOST_REPEATS = 255;
    private static final int MOST_GROUPS = 32;
    /** A Unicode category is one step, but one of hundreds of ranges. */
    private static final int STEPS_OF_CATEGORY = 50;

    private static final int STEPS_OF_GROUP = 2;

    private final String pattern;
    private int at;
    private int depth;
    /** By depth of groups: the steps so far. */
    private final long[] steps = new long[MOST_GROUPS + 1];
    /** The steps of what a quantifier would repeat. */
    private long last;

    private PatternRules(String pattern) {
        this.pattern = pattern;
    }

    static void check(String pattern) {
        new PatternRules(pattern).walk();
    }

    private void walk() {
        while (at < pattern.length()) {
            switch (pattern.charAt(at)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '*', '+', '?' -> quantifier(at + 1, 1);
                case '{' -> counted();
                default -> step(at + 1, 1);
            }
        }
    }

    private void step(int next, long size) {
        add(size);
        last = size;
        at = next;
    }

    private void add(long size) {
        steps[depth] += size;
        if (steps[depth] > MOST_STEPS) {
            throw refused(
                    at,
                    "the regular expression unrolls to more than " + MOST_STEPS
                            + " steps; repeat less, or compare with a list");
        }
    }

    private void escape() {
        char escaped = peek(1);
        if ((escaped >= '1' && escaped <= '9') || escaped == 'k') {
            throw refused(at, "back-references are not supported in regular expressions");
        }
        if (escaped == 'v') {
            throw refused(at, "\\v is not supported in regular expressions; name the characters");
        }
        if (escaped == 'Q') {
            int end = pattern.indexOf("\\E", at);
            int next = end < 0 ? pattern.length() : end + 2;
            step(next, next - at);
            return;
        }
        step(Math.min(at + 2, pattern.length()), escapedSteps(escaped));
    }

    private static int escapedSteps(char escaped) {
        return escaped == 'p' || escaped == 'P' ? STEPS_OF_CATEGORY : 1;
    }

    /** Java reads a bracket and two ampersands inside of a class as a union and an intersection, RE2/J as characters. */
    private void characterClass() {
        int from = at;
        int size = 1;
        int next = at + (peek(1) == '^' ? 2 : 1);
        next += next < pattern.length() && pattern.charAt(next) == ']' ? 1 : 0;
        while (next < pattern.length() && pattern.charAt(next) != ']') {
            char c = pattern.charAt(next);
            if (c == '[') {
                throw refused(next, "a class inside of a class is not supported; write \\[ for the character");
            }
            if (pattern.startsWith("&&", next)) {
                throw refused(next, "intersections of classes are not supported; write \\& for the character");
            }
            if (c == '\\' && next + 1 < pattern.length()) {
                size += escapedSteps(pattern.charAt(next + 1)) - 1;
                next++;
            }
            next++;
        }
        if (next >= pattern.length()) {
            throw refused(from, "the class is never closed; add ']'");
        }
        step(next + 1, size);
    }

    private void open() {
        if (depth == MOST_GROUPS) {
            throw refused(at, "groups are nested more than " + MOST_GROUPS + " deep");
        }
        int next = at + 1;
        if (pattern.startsWith("(?", at)) {
            next = special();
            if (next < 0) {
                return;
            }
        }
        depth++;
        steps[depth] = 0;
        at = next;
    }

    /** Where the group's content begins; below 0 if it was flags alone, which are no group. */
    private int special() {
        refuseIf("(?=", "look-ahead");
        refuseIf("(?!", "look-ahead");
        refuseIf("(?<=", "look-behind");
        refuseIf("(?<!", "look-behind");
        refuseIf("(?>", "an atomic group");
        if (pattern.startsWith("(?<", at) || pattern.startsWith("(?P", at)) {
            int end = pattern.indexOf('>', at);
            return end < 0 ? pattern.length() : end + 1;
        }
        int next = at + 2;
        while (next < pattern.length() && "imsU-dux".indexOf(pattern.charAt(next)) >= 0) {
            if ("Udux".indexOf(pattern.charAt(next)) >= 0) {
                throw refused(next, "the flag " + pattern.charAt(next) + " is not supported in regular expressions");
            }
            next++;
        }
        if (next < pattern.length() && pattern.charAt(next) == ')') {
            at = next + 1;
            last = 0;
            return -1;
        }
        return Math.min(next + 1, pattern.length());
    }

    private void refuseIf(String sign, String name) {
        if (pattern.startsWith(sign, at)) {
            throw refused(
                    at, name + " is not supported in regular expressions; use and, or and not between comparisons");
        }
    }

    private void close() {
        if (depth == 0) {
            throw refused(at, "the parenthesis closes no group; write \\) for the character");
        }
        long size = steps[depth] + STEPS_OF_GROUP;
        depth--;
        step(at + 1, size);
    }

    private void quantifier(int next, int times) {
        long repeated = (last + 1) * times;
        add(repeated - last);
        last = repeated;
        if (next < pattern.length() && pattern.charAt(next) == '+') {
            throw refused(next, "possessive quantifiers are not supported in regular expressions; leave the + out");
        }
        at = next + (next < pattern.length() && pattern.charAt(next) == '?' ? 1 : 0);
    }

    private void counted() {
        int end = at + 1;
        int times = 0;
        int number = 0;
        for (; end < pattern.length() && "0123456789,".indexOf(pattern.charAt(end)) >= 0; end++) {
            char c = pattern.charAt(end);
            number = c == ',' ? 0 : Math.min(MOST_REPEATS + 1, number * 10 + c - '0');
            times = Math.max(times, number);
        }
        if (end == at + 1 || end == pattern.length() || pattern.charAt(end) != '}') {
            step(at + 1, 1);
            return;
        }
        if (times > MOST_REPEATS) {
            throw refused(at, "repeated more than " + MOST_REPEATS + " times; no value is that long");
        }
        quantifier(end + 1, Math.max(1, times));
    }

    private char peek(int further) {
        return at + further < pattern.length() ? pattern.charAt(at + further) : 0;
    }

    private static BadValueException refused(int offset, String why) {
        return new BadValueException(0, offset, why);
    }
}
