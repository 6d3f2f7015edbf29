package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Good machines for many tasks. Each machine is begun with the most worthy task that is left, and of each kind the fullest machine with it is
 * sought, for so many steps; the kind that gives most for its cost is taken, as often as there are tasks for another one just like it. What is left in
 * the end is few, and is packed exactly.
 */
final class SeededPacking {

    private static final long STEPS_OF_THE_END = 40_000;

    private final Waiting waiting;
    private final List<Kind> kinds;
    private final double[] worth;
    private final int stepsOfOne;

    /** The groups, the most worthy first. */
    private final int[] order;

    private final int[] left;

    private int steps;
    private double best;
    private int[] bestTasks = {};

    private SeededPacking(Waiting waiting, List<Kind> kinds, double[] worth, int[] left, int stepsOfOne) {
        this.waiting = waiting;
        this.kinds = kinds;
        this.worth = worth;
        this.stepsOfOne = stepsOfOne;
        this.left = left.clone();
        order = Worth.order(worth);
    }

    /**
     * Machines for all of these tasks.
     *
     * @param left how many tasks of each group; each fits on a machine of some kind
     * @param stepsOfOne how long to seek for one machine
     */
    static List<Load> pack(Waiting waiting, List<Kind> kinds, double[] worth, int[] left, int stepsOfOne) {
        return new SeededPacking(waiting, kinds, worth, left, stepsOfOne).pack();
    }

    private List<Load> pack() {
        List<Load> machines = new ArrayList<>();
        for (int next = 0; next < order.length; next++) {
            while (left[order[next]] > 0) {
                Optional<List<Load>> end = ExactPacking.pack(waiting, kinds, left, STEPS_OF_THE_END);
                if (end.isPresent()) {
                    machines.addAll(end.get());
                    return machines;
                }
                take(machines, fullest(next));
            }
        }
        return machines;
    }

    private void take(List<Load> machines, Load load) {
        int times = Integer.MAX_VALUE;
        for (int g = 0; g < left.length; g++) {
            times = load.tasks()[g] == 0 ? times : Math.min(times, left[g] / load.tasks()[g]);
        }
        for (int g = 0; g < left.length; g++) {
            left[g] -= times * load.tasks()[g];
        }
        for (int i = 0; i < times; i++) {
            machines.add(load);
        }
    }

    private Load fullest(int seed) {
        Load chosen = null;
        double most = -1;
        for (Kind kind : kinds) {
            Filling filling = new Filling(waiting, kind);
            if (filling.room(order[seed], 1) > 0) {
                fill(filling, seed);
                double density = best / kind.cost();
                if (density > most) {
                    most = density;
                    chosen = new Load(kind, bestTasks);
                }
            }
        }
        if (chosen == null) {
            throw new IllegalStateException(
                    "a task of " + waiting.groups.get(order[seed]).id() + " fits on nothing");
        }
        return chosen;
    }

    private void fill(Filling filling, int seed) {
        steps = 0;
        best = -1;
        int[] tasks = new int[left.length];
        more(filling, seed, 1, 0, tasks);
    }

    /** @param least how many of this group at least */
    private void more(Filling filling, int place, int least, double value, int[] tasks) {
        if (least == 0 && value > best) {
            best = value;
            bestTasks = tasks.clone();
        }
        for (int next = place; next < (least > 0 ? place + 1 : order.length); next++) {
            int group = order[next];
            int room = filling.room(group, left[group]);
            for (int count = room; count > 0; count--) {
                if (++steps > stepsOfOne && best >= 0) {
                    return;
                }
                filling.add(group, count);
                tasks[group] = count;
                more(filling, next + 1, 0, value + count * worth[group], tasks);
                tasks[group] = 0;
                filling.remove(group, count);
            }
        }
    }
}
