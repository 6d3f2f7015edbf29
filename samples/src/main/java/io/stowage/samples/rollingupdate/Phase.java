package io.stowage.samples.rollingupdate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What became of the requests of one phase. Thread-safe. */
final class Phase {

    private static final int MOST_TOLD = 5;

    private final String name;
    private final long start = System.nanoTime();
    private final List<Long> nanos = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private int underWay;
    private long end = start;

    /** A request that got no page, to whom it was made, and why. */
    private record Failure(String taskArn, String why) {}

    Phase(String name) {
        this.name = name;
    }

    /** One more request belongs to this phase, whenever it ends. */
    synchronized Phase begun() {
        underWay++;
        return this;
    }

    synchronized void answered(long after) {
        nanos.add(after);
        ended();
    }

    synchronized void failed(String taskArn, String why) {
        failures.add(new Failure(taskArn, why));
        ended();
    }

    private void ended() {
        underWay--;
        notifyAll();
    }

    /** Waits for the requests that are under way. Each has an end of its own. */
    synchronized void end() throws InterruptedException {
        while (underWay > 0) {
            wait();
        }
        end = System.nanoTime();
    }

    synchronized int requests() {
        return nanos.size() + failures.size();
    }

    synchronized int failures() {
        return failures.size();
    }

    /** How many requests failed to others than these. */
    synchronized long failuresBut(Collection<String> killed) {
        return failures.stream()
                .filter(failure -> !killed.contains(failure.taskArn()))
                .count();
    }

    /** The 99th percentile in milliseconds; 0 if nothing was answered. */
    synchronized double p99() {
        if (nanos.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / 1e6;
    }

    synchronized String summary() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-32s %6.1f s  %6d requests  %4d failures  p99 %5.0f ms",
                name,
                (end - start) / 1e9,
                requests(),
                failures(),
                p99()));
        failures.stream()
                .limit(MOST_TOLD)
                .forEach(failure -> text.append("\n    ")
                        .append(failure.taskArn())
                        .append(": ")
                        .append(failure.why()));
        return text.toString();
    }
}
