package io.stowage.benchmarks.store;

import java.sql.SQLException;
import java.util.Arrays;

/**
 * How fast something is that is done again and again.
 *
 * @param perSecond how often in a second
 * @param p99Micros of a hundred, the slowest but one took this long
 */
record Pace(double perSecond, double p99Micros) {

    private static final int MOST = 1_000_000;

    interface Step {
        /** Does it once and gives the nanoseconds that it took. */
        long take() throws SQLException;
    }

    /** Warms up for half of the time, and then goes on until it took all of it, or the preparations took as much again. */
    static Pace of(double seconds, Step step) throws SQLException {
        long warm = System.nanoTime() + (long) (seconds * 5e8);
        while (System.nanoTime() < warm) {
            long unused = step.take();
        }
        long[] took = new long[MOST];
        int count = 0;
        long sum = 0;
        long end = System.nanoTime() + (long) (seconds * 2e9);
        while (sum < seconds * 1e9 && count < MOST && System.nanoTime() < end) {
            took[count] = step.take();
            sum += took[count];
            count++;
        }
        Arrays.sort(took, 0, count);
        return new Pace(count * 1e9 / sum, took[Math.min(count - 1, (int) (count * 0.99))] / 1e3);
    }
}
