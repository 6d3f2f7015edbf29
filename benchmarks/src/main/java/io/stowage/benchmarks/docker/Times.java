package io.stowage.benchmarks.docker;

import io.stowage.benchmarks.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long each step took in each round, in seconds. */
final class Times {

    final Median start = new Median();
    final Median replace = new Median();
    final Median roll = new Median();

    private final List<String> told = new ArrayList<>();

    void started(double seconds) {
        add("start", start, seconds);
    }

    void replaced(double seconds) {
        add("replace", replace, seconds);
    }

    void rolled(double seconds) {
        add("roll", roll, seconds);
    }

    private void add(String step, Median median, double seconds) {
        median.add(seconds);
        told.add(String.format(Locale.ROOT, "%s %.3f s", step, seconds));
    }

    /** What was added since the last call, for people. */
    String news() {
        String news = String.join(", ", told);
        told.clear();
        return news;
    }

    /** The seconds since a reading of {@link System#nanoTime}. */
    static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
