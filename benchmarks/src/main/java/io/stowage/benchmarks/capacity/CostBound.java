package io.stowage.benchmarks.capacity;

import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What machines for a set of tasks cost at least, however they are packed. It shares no code with the planner.
 *
 * <p>Say what each task is worth. If a machine costs at least a share of what the tasks on it are worth, whichever these are, then all machines
 * together cost at least that share of what all tasks are worth. Any worths make a bound; those that make a good one are sought by turns: the best
 * ones for the machines that were tried, then the machines that are worth most by them.
 */
final class CostBound {

    private static final int MACHINES_A_TURN = 12;
    private static final double ENOUGH = 0.001;

    private final List<Pods.Size> kinds = new ArrayList<>();
    private final int[] counts;
    private final List<MachineType> types;
    private final ToDoubleFunction<MachineType> cost;
    private final int mostTurns;

    /** @param cost of a machine: its price, or the same for all to count them */
    CostBound(Pods pods, List<MachineType> types, ToDoubleFunction<MachineType> cost, int mostTurns) {
        this.counts = new int[pods.counts().size()];
        for (Map.Entry<Pods.Size, Integer> each : pods.counts().entrySet()) {
            counts[kinds.size()] = each.getValue();
            kinds.add(each.getKey());
        }
        this.types = types;
        this.cost = cost;
        this.mostTurns = mostTurns;
    }

    static double price(MachineType type) {
        return Objects.requireNonNull(type.hourlyPrice());
    }

    double find() {
        FullestMachines fullest = new FullestMachines(
                kinds,
                types.stream().mapToInt(MachineType::cpu).max().orElseThrow(),
                types.stream().mapToInt(MachineType::memory).max().orElseThrow());
        TaskPrices prices = new TaskPrices(counts);
        for (int kind = 0; kind < counts.length; kind++) {
            prices.limit(alone(kind), cheapestFor(kinds.get(kind)));
        }
        double bound = 0;
        for (int turn = 0; turn < mostTurns; turn++) {
            double[] worth = prices.solve();
            double most = 0;
            for (int kind = 0; kind < counts.length; kind++) {
                most += counts[kind] * worth[kind];
            }
            fullest.solve(worth);
            double excess = types.stream()
                    .mapToDouble(type -> excess(type, fullest))
                    .max()
                    .orElseThrow();
            bound = Math.max(bound, most / Math.max(1, excess));
            if (bound >= most * (1 - ENOUGH)) {
                return bound;
            }
            limitWorst(prices, fullest);
        }
        System.err.printf(Locale.ROOT, "the bound %.4f may be better%n", bound);
        return bound;
    }

    /** How many times its cost a machine is worth. */
    private double excess(MachineType type, FullestMachines fullest) {
        return fullest.worth(type.cpu(), type.memory()) / cost.applyAsDouble(type);
    }

    private void limitWorst(TaskPrices prices, FullestMachines fullest) {
        types.stream()
                .filter(type -> excess(type, fullest) > 1)
                .sorted(Comparator.comparingDouble(type -> -excess(type, fullest)))
                .limit(MACHINES_A_TURN)
                .forEach(type -> prices.limit(fullest.load(type.cpu(), type.memory()), cost.applyAsDouble(type)));
    }

    private int[] alone(int kind) {
        int[] load = new int[counts.length];
        load[kind] = 1;
        return load;
    }

    private double cheapestFor(Pods.Size kind) {
        return types.stream()
                .filter(type -> type.cpu() >= kind.cpu() && type.memory() >= kind.memory())
                .mapToDouble(cost)
                .min()
                .orElseThrow(() -> new IllegalArgumentException(kind + " fits on no machine"));
    }
}
