package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The cheapest machines for a few tasks, or for many that are much alike. For each possible rest (so many of each group) it knows the cheapest way to
 * place it: one machine with the first group's next task and others, and the cheapest way to place what is left then.
 */
final class ExactPacking {

    private static final long NONE = Long.MAX_VALUE;

    private final Waiting waiting;
    private final List<Kind> kinds;
    /** The groups of which there is something left: digits of a number that stands for a rest. */
    private final int[] groups;

    private final int[] counts;
    private final int[] unit;
    private final int states;
    /** By rest: the first of the cheapest kinds that hold it on one machine; -1 if none does. */
    private final int[] cheapest;

    private int loads;

    private ExactPacking(Waiting waiting, List<Kind> kinds, int[] left) {
        this.waiting = waiting;
        this.kinds = kinds;
        groups = IntStream.range(0, left.length).filter(g -> left[g] > 0).toArray();
        counts = IntStream.of(groups).map(g -> left[g]).toArray();
        unit = new int[groups.length];
        int product = 1;
        for (int d = 0; d < groups.length; d++) {
            unit[d] = product;
            product *= counts[d] + 1;
        }
        states = product;
        cheapest = new int[states];
        Arrays.fill(cheapest, -1);
    }

    /**
     * The cheapest machines; empty if to find them would take more than so many steps.
     *
     * @param left how many tasks of each group; each fits on a machine of some kind
     */
    static Optional<List<Load>> pack(Waiting waiting, List<Kind> kinds, int[] left, long steps) {
        long states = 1;
        for (int count : left) {
            states *= count + 1L;
            if (states * kinds.size() > steps) {
                return Optional.empty();
            }
        }
        ExactPacking packing = new ExactPacking(waiting, kinds, left);
        packing.findLoads();
        return states * packing.loads > steps ? Optional.empty() : Optional.of(packing.solve());
    }

    private void findLoads() {
        for (int k = 0; k < kinds.size(); k++) {
            fill(k, new Filling(waiting, kinds.get(k)), 0, 0);
        }
    }

    private void fill(int kind, Filling filling, int digit, int rest) {
        if (digit == groups.length) {
            note(kind, rest);
            return;
        }
        int most = filling.room(groups[digit], counts[digit]);
        for (int count = 0; count <= most; count++) {
            filling.add(groups[digit], count);
            fill(kind, filling, digit + 1, rest + count * unit[digit]);
            filling.remove(groups[digit], count);
        }
    }

    private void note(int kind, int rest) {
        int known = cheapest[rest];
        loads += known < 0 ? 1 : 0;
        if (known < 0 || kinds.get(kind).cost() < kinds.get(known).cost()) {
            cheapest[rest] = kind;
        }
    }

    private List<Load> solve() {
        long[] cost = new long[states];
        int[] first = new int[states];
        Arrays.fill(cost, 1, states, NONE);
        List<List<Integer>> byFirstGroup = byFirstGroup();
        for (int rest = 1; rest < states; rest++) {
            for (int load : byFirstGroup.get(firstGroup(rest))) {
                if (load > rest) {
                    break;
                }
                if (contains(rest, load) && cost[rest - load] != NONE) {
                    long total = cost[rest - load] + kinds.get(cheapest[load]).cost();
                    if (total < cost[rest]) {
                        cost[rest] = total;
                        first[rest] = load;
                    }
                }
            }
        }
        return machines(first);
    }

    private List<List<Integer>> byFirstGroup() {
        List<List<Integer>> loadsOf = new ArrayList<>();
        for (int d = 0; d < groups.length; d++) {
            loadsOf.add(new ArrayList<>());
        }
        for (int rest = 1; rest < states; rest++) {
            if (cheapest[rest] >= 0) {
                loadsOf.get(firstGroup(rest)).add(rest);
            }
        }
        return loadsOf;
    }

    private int firstGroup(int rest) {
        int d = 0;
        while (count(rest, d) == 0) {
            d++;
        }
        return d;
    }

    private int count(int rest, int digit) {
        return rest / unit[digit] % (counts[digit] + 1);
    }

    private boolean contains(int rest, int load) {
        for (int d = 0; d < groups.length; d++) {
            if (count(load, d) > count(rest, d)) {
                return false;
            }
        }
        return true;
    }

    private List<Load> machines(int[] first) {
        List<Load> machines = new ArrayList<>();
        for (int rest = states - 1; rest > 0; rest -= first[rest]) {
            machines.add(new Load(kinds.get(cheapest[first[rest]]), tasks(first[rest])));
        }
        return machines;
    }

    private int[] tasks(int rest) {
        int[] tasks = new int[waiting.size()];
        for (int d = 0; d < groups.length; d++) {
            tasks[groups[d]] = count(rest, d);
        }
        return tasks;
    }
}
