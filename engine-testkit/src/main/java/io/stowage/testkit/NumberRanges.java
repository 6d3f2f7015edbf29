package io.stowage.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of numbers in the form {@code 1-7,9,12-14}. */
public final class NumberRanges {

    private NumberRanges() {}

    /** Ranges as long as they can be, in ascending order. */
    public static String print(SortedSet<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        Integer last = null;
        for (int number : numbers) {
            if (last != null && number != last + 1) {
                ranges.add(range(first, last));
                last = null;
            }
            if (last == null) {
                first = number;
            }
            last = number;
        }
        if (last != null) {
            ranges.add(range(first, last));
        }
        return String.join(",", ranges);
    }

    private static String range(int first, int last) {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }

    /**
     * What {@link #print} has printed.
     *
     * @throws IllegalArgumentException if it is not of this form
     */
    public static SortedSet<Integer> parse(String text) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = number(dash < 0 ? range : range.substring(0, dash), text);
            int last = dash < 0 ? first : number(range.substring(dash + 1), text);
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static int number(String word, String text) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" must be numbers and ranges of them, such as 1-7,9; but there is \"" + word
                            + "\".",
                    noNumber);
        }
    }
}
