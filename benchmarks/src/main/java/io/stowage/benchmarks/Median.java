package io.stowage.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The median of some figures: the middle one, the lower of the two middle ones. */
public final class Median {

    private final List<Double> figures = new ArrayList<>();

    /** Counts one more figure. */
    public void add(double figure) {
        figures.add(figure);
    }

    /** The middle one of at least one. */
    public double get() {
        List<Double> sorted = new ArrayList<>(figures);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) / 2);
    }
}
