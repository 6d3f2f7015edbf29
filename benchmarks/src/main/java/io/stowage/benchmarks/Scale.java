package io.stowage.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How fast the whole engine brings tasks to RUNNING, and what one death costs: {@code benchmarks/run scale --tasks N --instances N}.
 *
 * <p>One thread does everything: the engine, its agents, the memory store and the simulated hosts run in virtual time, and wall time is
 * what the work takes. Tasks are of services of at most 5,000 each, as on ECS. The first round, of as many tasks, only warms the machine
 * up. A death is a container that is killed on its host; it is measured until the commit that holds its replacement.
 */
public final class Scale {

    private static final int DEATHS = 400;

    private Scale() {}

    /** Prints one line of JSON. */
    public static void main(String[] line) {
        Map<String, Long> defaults = new LinkedHashMap<>();
        defaults.put("tasks", 100_000L);
        defaults.put("instances", 1_000L);
        defaults.put("warmup", 1L);
        Arguments arguments = new Arguments(defaults, line);
        int tasks = arguments.of("tasks");
        int instances = arguments.of("instances");
        for (int round = 0; round < arguments.of("warmup"); round++) {
            measure(Math.max(tasks, 20_000), instances);
        }
        Figures figures = measure(tasks, instances);
        System.out.printf(
                Locale.ROOT,
                "{\"tasks\":%d,\"instances\":%d,\"tasksPerSecond\":%.0f,\"peakHeapMiB\":%d,\"microsPerReplacement\":%.1f}%n",
                tasks,
                instances,
                figures.tasksPerSecond,
                PeakHeap.mebibytes(),
                figures.microsPerReplacement);
    }

    private record Figures(double tasksPerSecond, double microsPerReplacement) {}

    private static Figures measure(int tasks, int instances) {
        try (ScaleCluster cluster = new ScaleCluster(tasks, instances)) {
            // What was before, the making of the cluster among it, is not for what is measured to clear away.
            System.gc();
            long began = System.nanoTime();
            cluster.createServices();
            cluster.awaitRunning();
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Figures(tasks / seconds, median(cluster));
        }
    }

    private static double median(ScaleCluster cluster) {
        double[] micros = new double[DEATHS];
        for (int i = 0; i < DEATHS; i++) {
            micros[i] = cluster.replaceOne(i) / 1e3;
        }
        Arrays.sort(micros);
        return micros[DEATHS / 2];
    }
}
