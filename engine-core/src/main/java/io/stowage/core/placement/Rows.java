package io.stowage.core.placement;

import java.util.Arrays;

/** A list of numbers. */
final class Rows {

    private int[] rows = new int[16];
    private int size;

    void add(int row) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
        }
        rows[size++] = row;
    }

    int get(int index) {
        return rows[index];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
