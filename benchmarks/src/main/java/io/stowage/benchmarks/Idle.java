package io.stowage.benchmarks;

import io.stowage.UpdateServiceRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What many services cost that have nothing to do, and what a change of one of them costs: {@code benchmarks/run idle --services N --tasks N
 * --instances N --minutes N}.
 *
 * <p>Engine, agents, store and simulated hosts share one thread and virtual time: the CPU time that so many minutes take is all of theirs. A change is
 * one task more for one service, from UpdateService to the commit that holds the task, in wall time; beside it the same in a cluster with a hundredth of the
 * services on as many instances, so that the ratio says what the other services have to do with it.
 */
public final class Idle {

    private static final int CHANGES = 200;
    private static final int FEWER = 100;
    private static final Duration SETTLING = Duration.ofMinutes(10);
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final int services;
    private final int tasks;
    private final int instances;

    private Idle(int services, int tasks, int instances) {
        this.services = services;
        this.tasks = tasks;
        this.instances = instances;
    }

    private record Figures(double corePercent, double microsPerChange) {}

    /** Prints one line of JSON. */
    public static void main(String[] line) {
        Map<String, Long> defaults = new LinkedHashMap<>();
        defaults.put("services", 5_000L);
        defaults.put("tasks", 20L);
        defaults.put("instances", 1_000L);
        defaults.put("minutes", 10L);
        Arguments arguments = new Arguments(defaults, line);
        int services = arguments.of("services");
        int tasks = arguments.of("tasks");
        int instances = arguments.of("instances");
        Duration idle = Duration.ofMinutes(arguments.of("minutes"));
        Figures few = new Idle(Math.max(1, services / FEWER), tasks, instances).measure(idle);
        Figures many = new Idle(services, tasks, instances).measure(idle);
        System.out.printf(
                Locale.ROOT,
                "{\"services\":%d,\"tasks\":%d,\"instances\":%d,\"idleCorePercent\":%.3f,\"microsPerChange\":%.1f,\"ofFewServices\":%.2f}%n",
                services,
                services * tasks,
                instances,
                many.corePercent,
                many.microsPerChange,
                many.microsPerChange / few.microsPerChange);
    }

    private Figures measure(Duration idle) {
        try (ScaleCluster cluster = new ScaleCluster(services * tasks, tasks, instances, world -> world)) {
            cluster.createServices();
            cluster.awaitRunning();
            cluster.pass(SETTLING);
            long began = cpuNanos();
            cluster.pass(idle);
            double percent = 100.0 * (cpuNanos() - began) / idle.toNanos();
            return new Figures(percent, microsPerChange(cluster));
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The median over services one after the other; those before them only warm the machine up. */
    private double microsPerChange(ScaleCluster cluster) {
        Median median = new Median();
        for (int change = 0; change < 2 * CHANGES; change++) {
            double micros = microsOfOne(cluster, change);
            if (change >= CHANGES) {
                median.add(micros);
            }
        }
        return median.get();
    }

    private double microsOfOne(ScaleCluster cluster, int change) {
        String service = ScaleCluster.service(change % services);
        long known = cluster.tasksMade();
        long began = System.nanoTime();
        cluster.update(UpdateServiceRequest.builder().service(service).desiredCount(tasks + 1));
        while (cluster.tasksMade() == known) {
            cluster.pass(Duration.ofMillis(1));
        }
        double micros = (System.nanoTime() - began) / 1e3;
        // As it was, so that there is room for the next one however few services there are.
        cluster.update(UpdateServiceRequest.builder().service(service).desiredCount(tasks));
        cluster.pass(SETTLED);
        return micros;
    }
}
