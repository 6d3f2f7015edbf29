package io.stowage.benchmarks.placement;

import io.stowage.benchmarks.Options;
import io.stowage.benchmarks.PeakHeap;
import io.stowage.core.placement.Demand;
import io.stowage.model.PlacementStrategy;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast tasks are placed, one by one, each of a size of its own: {@code benchmarks/run placement}. With {@code --fill} the hosts are
 * filled first to that share of their cpu, and what is timed is batches of 100 more tasks, each batch taken back again. With {@code --peer
 * fenzo} Netflix Fenzo places the same tasks in the same run.
 */
public final class Placements {

    private static final int BATCH = 100;
    private static final int BATCHES = 500;
    private static final int FENZO_BATCHES = 5;
    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final int INFEASIBLE = 10_000;

    private final int hosts;
    private final int tasks;
    private final long seed;
    private final double fill;
    private final String strategy;
    private final List<PlacementStrategy> strategies;

    /** What came of it. */
    record Figures(int tasks, double seconds, Latencies latencies, long hostsUsed, int unplaced) {
        double perSecond() {
            return tasks / seconds;
        }
    }

    private Placements(Options options) {
        this.hosts = options.positive("hosts");
        this.tasks = options.positive("tasks");
        this.seed = options.positive("seed");
        this.fill = Double.parseDouble(options.of("fill"));
        this.strategy = options.of("strategy");
        this.strategies = Workload.strategies(strategy);
        if (!options.of("peer").matches("|fenzo")) {
            throw new IllegalArgumentException("--peer is \"" + options.of("peer") + "\"; it must be fenzo");
        }
        if (!(fill >= 0 && fill < 1)) {
            throw new IllegalArgumentException("--fill is " + fill + "; it must be at least 0 and less than 1");
        }
    }

    /** Prints one line of JSON. */
    public static void main(String[] line) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("hosts", "10000");
        defaults.put("tasks", "50000");
        defaults.put("strategy", "binpack");
        defaults.put("seed", "42");
        defaults.put("fill", "0");
        defaults.put("peer", "");
        try {
            Options options = new Options(defaults, line);
            System.out.println(new Placements(options).run(options.of("peer").equals("fenzo")));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    private String run(boolean beside) {
        long end = System.nanoTime() + WARM_UP_NANOS;
        do {
            measure();
        } while (System.nanoTime() < end);
        Filling filling = filled();
        Figures figures = measure(filling);
        JsonLine json = new JsonLine()
                .put("hosts", hosts)
                .put("tasks", tasks)
                .put("strategy", strategy)
                .put("seed", seed)
                .put("fill", fill, 2);
        describe(figures, json)
                .put("mostVisits", filling.hosts().inventory().mostVisits())
                .put("infeasibleMillis", infeasibleMillis(filling), 0)
                .put("heapMiB", PeakHeap.mebibytes());
        if (beside) {
            beside(json, figures);
        }
        return json.toString();
    }

    /** One that was asked for all tasks at once has no times of single ones. */
    private static JsonLine describe(Figures figures, JsonLine json) {
        json.put("placementsPerSecond", figures.perSecond(), 0).put("wallMillis", figures.seconds * 1e3, 1);
        if (figures.latencies.count() > 1) {
            json.put("p50Micros", figures.latencies.micros(0.5), 1).put("p99Micros", figures.latencies.micros(0.99), 1);
        }
        return json.put("hostsUsed", figures.hostsUsed).put("unplaced", figures.unplaced);
    }

    private Figures measure() {
        return measure(filled());
    }

    /** Hosts that are as full as was asked for. */
    private Filling filled() {
        Filling filling = new Filling(Workload.hosts(hosts), strategies);
        Workload workload = new Workload(seed);
        double cpu = 0;
        while (cpu < fill * hosts * Workload.HOST_CPU) {
            Demand demand = workload.next();
            filling.place(demand);
            cpu += demand.cpu();
        }
        return filling;
    }

    private Figures measure(Filling filling) {
        return fill > 0 ? batches(filling) : singles(filling);
    }

    private Figures singles(Filling filling) {
        List<Demand> all = new Workload(seed).next(tasks);
        Latencies latencies = new Latencies(tasks);
        long began = System.nanoTime();
        long before = began;
        for (Demand demand : all) {
            filling.place(demand);
            long now = System.nanoTime();
            latencies.add(now - before);
            before = now;
        }
        return new Figures(tasks, (before - began) / 1e9, latencies, filling.hostsUsed(), filling.unplaced());
    }

    private Figures batches(Filling filling) {
        Workload workload = new Workload(~seed);
        Latencies latencies = new Latencies(BATCHES);
        int full = filling.booked().size();
        for (int i = 0; i < BATCHES; i++) {
            List<Demand> batch = workload.next(BATCH);
            long began = System.nanoTime();
            batch.forEach(filling::place);
            latencies.add(System.nanoTime() - began);
            filling.undoAfter(full);
        }
        return new Figures(BATCH * BATCHES, latencies.seconds(), latencies, filling.hostsUsed(), filling.unplaced());
    }

    /** Fenzo told to take the first host that fits, and as it comes. It prints a line of its own now and then. */
    private void beside(JsonLine json, Figures own) {
        PrintStream out = System.out;
        System.setOut(System.err);
        try {
            beside("fenzoFirstFit", own, fenzo(true), json);
            beside("fenzo", own, fenzo(false), json);
        } finally {
            System.setOut(out);
        }
    }

    private static void beside(String name, Figures own, Figures peer, JsonLine json) {
        json.putAll(name, describe(peer, new JsonLine())).put(name + "Ratio", own.perSecond() / peer.perSecond(), 0);
    }

    private Figures fenzo(boolean firstFit) {
        boolean spreads = !strategy.equals("binpack");
        try (FenzoPeer small = new FenzoPeer(new Filling(Workload.hosts(100), strategies), spreads, firstFit)) {
            small.place(new Workload(seed).next(1_000));
        }
        try (FenzoPeer peer = new FenzoPeer(filled(), spreads, firstFit)) {
            Latencies latencies = new Latencies(FENZO_BATCHES);
            Workload workload = new Workload(fill > 0 ? ~seed : seed);
            int batches = fill > 0 ? FENZO_BATCHES : 1;
            int size = fill > 0 ? BATCH : tasks;
            for (int i = 0; i < batches; i++) {
                latencies.add(peer.place(workload.next(size)));
            }
            return new Figures(batches * size, latencies.seconds(), latencies, peer.hostsUsed(), peer.unplaced());
        }
    }

    /** Tasks that fit nowhere, no two of the same size, each with why. */
    private double infeasibleMillis(Filling filling) {
        long began = System.nanoTime();
        for (int i = 0; i < INFEASIBLE; i++) {
            if (filling.place(new Demand(Workload.HOST_CPU + 1 + i, 1, 0, List.of()))) {
                throw new IllegalStateException("a task was placed that is larger than any host");
            }
        }
        return (System.nanoTime() - began) / 1e6;
    }
}
