package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Good machines for many tasks. Each machine is begun with the most worthy task that is left, and of each kind the fullest machine with it is
 * sought among the first so many; the kind that gives most for its cost is taken, as often as there are tasks for another one just like it. What
 * is left in the end is few, and is packed exactly.
 */
final class SeededPacking {

    private static final long STEPS_OF_THE_END = 40_000;

    private final Waiting waiting;
    private final List<Kind> kinds;
    private final double[] worth;
    private final int mostTried;

    /** The groups, the most worthy first. */
    private final int[] order;

    private final int[] left;

    private final int[] leastCpu;
    private final int[] leastMemory;

    private int tried;
    private double best;
    private int[] bestTasks = {};

    private SeededPacking(Waiting waiting, List<Kind> kinds, double[] worth, int[] left, int mostTried) {
        this.waiting = waiting;
        this.kinds = kinds;
        this.worth = worth;
        this.mostTried = mostTried;
        this.left = left.clone();
        order = Worth.order(worth);
        leastCpu = leastFrom(waiting.cpu);
        leastMemory = leastFrom(waiting.memory);
    }

    /**
     * Machines for all of these tasks.
     *
     * @param left how many tasks of each group; each fits on a machine of some kind
     * @param mostTried how many machines to try for each one that is taken
     */
    static List<Load> pack(Waiting waiting, List<Kind> kinds, double[] worth, int[] left, int mostTried) {
        return new SeededPacking(waiting, kinds, worth, left, mostTried).pack();
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
        tried = 0;
        best = -1;
        more(filling, seed, seed + 1, 0, new int[left.length]);
    }

    /** Adds tasks of the groups of these places, as many as fit before fewer. A machine that takes no more is one that was tried. */
    private void more(Filling filling, int from, int to, double value, int[] tasks) {
        boolean full = true;
        for (int next = from; next < to && filling.hasRoom(leastCpu[next], leastMemory[next]); next++) {
            int group = order[next];
            for (int count = filling.room(group, left[group]); count > 0; count--) {
                full = false;
                filling.add(group, count);
                tasks[group] = count;
                more(filling, next + 1, order.length, value + count * worth[group], tasks);
                tasks[group] = 0;
                filling.remove(group, count);
                if (tried >= mostTried) {
                    return;
                }
            }
        }
        if (full) {
            tried++;
            note(value, tasks);
        }
    }

    private void note(double value, int[] tasks) {
        if (value > best) {
            best = value;
            bestTasks = tasks.clone();
        }
    }

    /** By place: the least that a task there or later needs. */
    private int[] leastFrom(int[] needed) {
        int[] least = new int[order.length];
        int soFar = Integer.MAX_VALUE;
        for (int place = order.length - 1; place >= 0; place--) {
            soFar = left[order[place]] > 0 ? Math.min(soFar, needed[order[place]]) : soFar;
            least[place] = soFar;
        }
        return least;
    }
}
