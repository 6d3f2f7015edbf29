package io.stowage.samples.autoscale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A course of numbers as columns of text: each as high as its value, rounded up, so that what is there at all is seen. */
final class Chart {

    private static final int ROWS = 5;
    private static final int COLUMNS = 72;

    private Chart() {}

    /**
     * Draws it.
     *
     * @param values none less than 0, at equal distances; the largest has the full height. Of several that share a column the largest counts
     * @param seconds how long it took
     */
    static String of(String title, List<Integer> values, int seconds) {
        List<Integer> columns = columns(values);
        int most =
                Math.max(1, columns.stream().mapToInt(Integer::intValue).max().orElse(0));
        StringBuilder text = new StringBuilder(title).append('\n');
        for (int row = ROWS; row > 0; row--) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%5d |", most * row / ROWS));
            for (int value : columns) {
                line.append(height(value, most) >= row ? '#' : ' ');
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.append("    0 +")
                .append("-".repeat(columns.size()))
                .append(' ')
                .append(seconds)
                .append(" s")
                .toString();
    }

    private static int height(int value, int most) {
        return (value * ROWS + most - 1) / most;
    }

    private static List<Integer> columns(List<Integer> values) {
        int count = Math.min(COLUMNS, values.size());
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < count; column++) {
            int from = column * values.size() / count;
            int to = (column + 1) * values.size() / count;
            columns.add(values.subList(from, to).stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0));
        }
        return columns;
    }
}
