package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Room;
import java.util.ArrayList;
import java.util.List;

/** Well-known ways to pack, to measure beside. Amounts count as shares of the largest node's. */
enum Heuristic {
    FIRST_FIT {
        @Override
        double cost(double[] left, double[] task) {
            return 0;
        }
    },
    /** Where the least is left. */
    BEST_FIT {
        @Override
        double cost(double[] left, double[] task) {
            return left[0] + left[1] + left[2];
        }
    },
    /** Where most is left of what the task takes most of. */
    DOT_PRODUCT {
        @Override
        double cost(double[] left, double[] task) {
            return -(left[0] * task[0] + left[1] * task[1] + left[2] * task[2]);
        }
    };

    private static final double ROUNDING = 1e-9;

    abstract double cost(double[] left, double[] task);

    /** The nodes that are used, in the given order, and how many tasks found no place. */
    record Packed(List<Room> used, int unplaced) {}

    Packed pack(List<Room> nodes, List<Demand> tasks) {
        double[] largest = {
            nodes.stream().mapToInt(Room::cpu).max().orElse(1),
            nodes.stream().mapToInt(Room::memory).max().orElse(1),
            Math.max(1, nodes.stream().mapToInt(Room::gpus).max().orElse(1))
        };
        double[][] left = new double[nodes.size()][];
        boolean[] used = new boolean[left.length];
        for (int i = 0; i < left.length; i++) {
            Room node = nodes.get(i);
            left[i] = shares(node.cpu(), node.memory(), node.gpus(), largest);
        }
        int unplaced = 0;
        for (Demand each : tasks) {
            double[] task = shares(each.cpu(), each.memory(), each.gpus(), largest);
            int node = choose(left, task);
            if (node < 0) {
                unplaced++;
            } else {
                used[node] = true;
                for (int i = 0; i < task.length; i++) {
                    left[node][i] -= task[i];
                }
            }
        }
        return new Packed(only(nodes, used), unplaced);
    }

    private static double[] shares(int cpu, int memory, int gpus, double[] of) {
        return new double[] {cpu / of[0], memory / of[1], gpus / of[2]};
    }

    private int choose(double[][] left, double[] task) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int node = 0; node < left.length; node++) {
            if (fits(left[node], task)) {
                double cost = cost(left[node], task);
                if (cost < least) {
                    least = cost;
                    best = node;
                }
                if (this == FIRST_FIT) {
                    return node;
                }
            }
        }
        return best;
    }

    private static boolean fits(double[] left, double[] task) {
        return left[0] + ROUNDING >= task[0] && left[1] + ROUNDING >= task[1] && left[2] + ROUNDING >= task[2];
    }

    private static List<Room> only(List<Room> nodes, boolean[] used) {
        List<Room> only = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                only.add(nodes.get(i));
            }
        }
        return only;
    }
}
