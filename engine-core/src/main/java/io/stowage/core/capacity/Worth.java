package io.stowage.core.capacity;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a task is worth: the least share of a machine's cost that it can be said to use up by the resource of which it takes more. */
final class Worth {

    private Worth() {}

    /** By group; positive infinity if a group fits on no kind. */
    static double[] of(Waiting waiting, List<Kind> kinds) {
        double[] worth = new double[waiting.size()];
        for (int g = 0; g < worth.length; g++) {
            worth[g] = Double.POSITIVE_INFINITY;
            for (Kind kind : kinds) {
                if (new Filling(waiting, kind).room(g, 1) > 0) {
                    worth[g] = Math.min(worth[g], kind.cost() * share(waiting, g, kind));
                }
            }
        }
        return worth;
    }

    /** The groups, the most worthy first. */
    static int[] order(double[] worth) {
        return IntStream.range(0, worth.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer group) -> -worth[group]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The groups, those first whose tasks take most of what all need of a resource. */
    static int[] largestFirst(Waiting waiting) {
        double cpu = IntStream.of(waiting.cpu).asDoubleStream().sum();
        double memory = IntStream.of(waiting.memory).asDoubleStream().sum();
        double[] size = new double[waiting.size()];
        for (int g = 0; g < size.length; g++) {
            size[g] = Math.max(part(waiting.cpu[g], cpu), part(waiting.memory[g], memory));
        }
        return order(size);
    }

    private static double share(Waiting waiting, int group, Kind kind) {
        if (waiting.exclusive[group]) {
            return 1;
        }
        return Math.max(part(waiting.cpu[group], kind.cpu()), part(waiting.memory[group], kind.memory()));
    }

    private static double part(int part, double whole) {
        return part == 0 ? 0 : part / whole;
    }
}
