package io.stowage.benchmarks.placement;

import java.util.Arrays;

/** Times in nanoseconds, and how long the middle one and the slowest but one in a hundred took. */
final class Latencies {

    private final long[] nanos;
    private int count;

    Latencies(int most) {
        this.nanos = new long[most];
    }

    void add(long time) {
        nanos[count++] = time;
    }

    int count() {
        return count;
    }

    double seconds() {
        return Arrays.stream(nanos, 0, count).sum() / 1e9;
    }

    double micros(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * count) - 1] / 1e3;
    }
}
