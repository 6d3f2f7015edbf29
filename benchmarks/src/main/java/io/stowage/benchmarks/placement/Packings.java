package io.stowage.benchmarks.placement;

import io.stowage.benchmarks.Median;
import io.stowage.benchmarks.Options;
import io.stowage.core.placement.Demand;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How few nodes hold a real cluster's pods: {@code benchmarks/run packing}. The planner and three well-known heuristics place the pods in the
 * order in which they came; then everything is packed anew on as few nodes as each can do with. Prints one line of JSON.
 */
public final class Packings {

    private final Trace trace;
    private final int seeds;

    Packings(Trace trace, int seeds) {
        this.trace = trace;
        this.seeds = seeds;
    }

    /** Prints one line of JSON; says on standard error how far it is. */
    public static void main(String[] line) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("trace", "openb");
        defaults.put("seeds", "11");
        try {
            Options options = new Options(defaults, line);
            System.out.println(new Packings(Trace.of(options.of("trace")), options.positive("seeds")).run());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    private JsonLine run() {
        int bound = LowerBound.of(trace);
        JsonLine json = new JsonLine()
                .put("nodes", trace.nodes().size())
                .put("pods", trace.pods().size())
                .put("lowerBound", bound);
        Filling filled = filled();
        arrivals(json, filled);
        Occupation occupation = Occupation.of(filled);
        json.put("emptyingNodes", occupation.leftWhenEmptied());
        double own = compacted("compaction", json, occupation::fewest);
        json.put("percentAboveBound", 100.0 * (own - bound) / bound, 1);
        for (Heuristic each : Heuristic.values()) {
            Removal removal = new Removal(each, largestFirst());
            compacted(name(each) + "Compaction", json, seed -> removal.left(trace.nodes(), seed));
        }
        return json;
    }

    /** The nodes with the pods, placed by the planner in the order of the trace. */
    Filling filled() {
        Hosts hosts = new Hosts();
        trace.nodes().forEach(node -> hosts.add(new Host(node.id(), node.cpu(), node.memory(), node.gpus())));
        Filling filling = new Filling(
                hosts,
                List.of(
                        new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"),
                        new PlacementStrategy(PlacementStrategyType.BINPACK, "memory")));
        trace.pods().forEach(filling::place);
        return filling;
    }

    private void arrivals(JsonLine json, Filling filling) {
        json.put("binpackNodesUsed", filling.hostsUsed()).put("binpackUnplaced", filling.unplaced());
        for (Heuristic each : Heuristic.values()) {
            Heuristic.Packed packed = each.pack(trace.nodes(), trace.pods());
            json.put(name(each) + "NodesUsed", packed.used().size()).put(name(each) + "Unplaced", packed.unplaced());
        }
    }

    private interface Compacted {
        int nodes(long seed);
    }

    /** The median over the seeds. */
    private double compacted(String name, JsonLine json, Compacted by) {
        Median median = new Median();
        int fewest = Integer.MAX_VALUE;
        for (int seed = 1; seed <= seeds; seed++) {
            int nodes = by.nodes(seed);
            System.err.println(name + ", seed " + seed + ": " + nodes + " nodes");
            median.add(nodes);
            fewest = Math.min(fewest, nodes);
        }
        json.put(name + "Nodes", median.get(), 0).put(name + "FewestNodes", fewest);
        return median.get();
    }

    private List<Demand> largestFirst() {
        double cpu = trace.pods().stream().mapToLong(Demand::cpu).sum();
        double memory = trace.pods().stream().mapToLong(Demand::memory).sum();
        double gpus = Math.max(1, trace.pods().stream().mapToLong(Demand::gpus).sum());
        List<Demand> sorted = new ArrayList<>(trace.pods());
        sorted.sort(Comparator.comparingDouble(pod -> -(pod.cpu() / cpu + pod.memory() / memory + pod.gpus() / gpus)));
        return sorted;
    }

    private static String name(Heuristic heuristic) {
        return switch (heuristic) {
            case FIRST_FIT -> "firstFit";
            case BEST_FIT -> "bestFit";
            case DOT_PRODUCT -> "dotProduct";
        };
    }
}
