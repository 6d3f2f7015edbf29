package io.stowage.testkit;

import java.util.Collection;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Writes numbers as {@code 1-17,19,25-90}: what is left out of a run is nearly all of it. */
public final class NumberRanges {

    private NumberRanges() {}

    /** The numbers in ascending order, neighbours together; empty for none. */
    public static String write(Collection<Integer> numbers) {
        StringJoiner text = new StringJoiner(",");
        TreeSet<Integer> left = new TreeSet<>(numbers);
        while (!left.isEmpty()) {
            int first = left.first();
            int last = first;
            while (left.remove(last)) {
                last++;
            }
            text.add(first == last - 1 ? String.valueOf(first) : first + "-" + (last - 1));
        }
        return text.toString();
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException if it is nothing of the kind
     */
    public static SortedSet<Integer> read(String text) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String range : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] ends = range.strip().split("-", -1);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            if (ends.length > 2 || last < first) {
                throw new IllegalArgumentException("\"" + range + "\" is no range of numbers.");
            }
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
