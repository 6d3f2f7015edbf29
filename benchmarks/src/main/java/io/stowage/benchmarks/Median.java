package io.stowage.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The median of some figures: the middle one, the lower of the two middle ones. */
final class Median {

    private final List<Double> figures = new ArrayList<>();

    void add(double figure) {
        figures.add(figure);
    }

    double get() {
        List<Double> sorted = new ArrayList<>(figures);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) / 2);
    }
}
