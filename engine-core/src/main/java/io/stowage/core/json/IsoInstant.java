package io.stowage.core.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Times as ISO-8601 text. What the engine has written itself, {@code 2026-01-31T12:00:00.123456Z}, is read digit by digit: with five times in each
 * task, the JDK's parser took half of what an engine needs to make the state of a large cluster before it can lead it. All else goes to that parser.
 */
final class IsoInstant {

    /** Digits stand where there are zeros; every other character is itself. */
    private static final String SECONDS = "0000-00-00T00:00:00";

    private static final int MOST_DECIMALS = 9;

    private IsoInstant() {}

    /** @throws DateTimeException if it is no time */
    static Instant parse(String text) {
        return isUsual(text) ? usual(text) : OffsetDateTime.parse(text).toInstant();
    }

    /** Whether it has the usual form, and a time of day that there is; the date is looked at by itself. */
    private static boolean isUsual(String text) {
        int length = text.length();
        if (length <= SECONDS.length()
                || length > SECONDS.length() + 2 + MOST_DECIMALS
                || text.charAt(length - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < SECONDS.length(); i++) {
            char expected = SECONDS.charAt(i);
            if (expected == '0' ? !isDigit(text.charAt(i)) : text.charAt(i) != expected) {
                return false;
            }
        }
        return number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60
                && isFraction(text, SECONDS.length(), length - 1);
    }

    /** Nothing, or a point and one digit at least. */
    private static boolean isFraction(String text, int from, int to) {
        if (from == to) {
            return true;
        }
        boolean isFraction = text.charAt(from) == '.' && to > from + 1;
        for (int i = from + 1; i < to; i++) {
            isFraction &= isDigit(text.charAt(i));
        }
        return isFraction;
    }

    private static Instant usual(String text) {
        LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int second = (number(text, 11, 13) * 60 + number(text, 14, 16)) * 60 + number(text, 17, 19);
        int nanos = 0;
        for (int i = 0; i < MOST_DECIMALS; i++) {
            int at = SECONDS.length() + 1 + i;
            nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return Instant.ofEpochSecond(date.toEpochDay() * 86_400 + second, nanos);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String digits, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (digits.charAt(i) - '0');
        }
        return number;
    }
}
