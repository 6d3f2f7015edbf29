package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Room;
import java.util.Comparator;
import java.util.List;

/**
 * The fewest nodes that have as much cpu, memory and GPUs together as is taken: no packing can do with fewer.
 *
 * <p>For any weights of the three, the k nodes that weigh most must weigh as much as what is taken. The smallest such k is a bound; the
 * largest over many weights is the best of these.
 */
final class LowerBound {

    private static final int STEPS = 100;
    private static final double ROUNDING = 1e-6;

    private LowerBound() {}

    static int of(Trace trace) {
        double[] each = {
            share(trace.pods().stream().mapToLong(Demand::cpu).sum()),
            share(trace.pods().stream().mapToLong(Demand::memory).sum()),
            share(trace.pods().stream().mapToLong(Demand::gpus).sum())
        };
        int most = 0;
        for (int cpu = 0; cpu <= STEPS; cpu++) {
            for (int memory = 0; cpu + memory <= STEPS; memory++) {
                int[] weights = {cpu, memory, STEPS - cpu - memory};
                most = Math.max(most, nodesFor(trace.nodes(), weights, each));
            }
        }
        return most;
    }

    /** What one unit is of all that is taken; 0 if nothing is. */
    private static double share(long taken) {
        return taken == 0 ? 0 : 1.0 / taken;
    }

    private static int nodesFor(List<Room> nodes, int[] weights, double[] each) {
        List<Double> heaviestFirst = nodes.stream()
                .map(node -> weights[0] * node.cpu() * each[0]
                        + weights[1] * node.memory() * each[1]
                        + weights[2] * node.gpus() * each[2])
                .sorted(Comparator.reverseOrder())
                .toList();
        double missing = -ROUNDING;
        for (int i = 0; i < each.length; i++) {
            missing += each[i] > 0 ? weights[i] : 0;
        }
        int count = 0;
        while (missing > 0 && count < heaviestFirst.size()) {
            missing -= heaviestFirst.get(count++);
        }
        return count;
    }
}
