package io.stowage.core.placement;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best move of a task of one group: of all pairs of an instance that loses it and one that gets it, the one whose changes of the measures
 * are the least, the first measure first; then the target that comes first in an order of its own, then the first source.
 *
 * <p>How: a change is what the source's value loses and the target's value gains, each by itself, but for pairs of one value, which change
 * nothing. So the pairs with the least change of a measure are, where it is below zero, all those of a best source and a best target; what is still
 * equal is left to the next measure. Where no pair improves the measure, the least change is none at all: those are the pairs of each single
 * value, and perhaps those of a best source and a best target. Each of these sets has its sources and its targets, too, and is
 * searched by the next measure; of what is found the best remains. An instance is in two of the sets at most: so the cost grows with the number of
 * instances, and not with that of the pairs.
 */
final class BestMove {

    private final List<Measure> measures;
    private final Order targetsFirst;
    private final Work work;
    private final long[] changes;

    /** Compares two instances: below zero if the one comes before the other. */
    interface Order {
        int compare(int one, int other);
    }

    /** A move from one instance to another, and what it changes. */
    static final class Pair {
        final int from;
        final int to;
        final long[] changes;

        Pair(int from, int to, long[] changes) {
            this.from = from;
            this.to = to;
            this.changes = changes;
        }

        /** The first measure that it changes: it improves it. */
        int first() {
            int first = 0;
            while (changes[first] == 0) {
                first++;
            }
            return first;
        }
    }

    /** @param targetsFirst which of equally good targets comes first; among equals it is the first in their own order */
    BestMove(List<Measure> measures, Order targetsFirst, Work work) {
        this.measures = measures;
        this.targetsFirst = targetsFirst;
        this.work = work;
        this.changes = new long[measures.size()];
    }

    /** The best pair; null if none improves the first measure that it changes. Both in ascending order. */
    @Nullable
    Pair of(int[] sources, int[] targets) {
        return sources.length == 0 || targets.length == 0 ? null : search(sources, targets, 0, false);
    }

    /**
     * The best pair of one of the sources and one of the targets.
     *
     * @param measure the first one that they are not equal in
     * @param improves whether a measure before has become better; if not, none has changed
     */
    private @Nullable Pair search(int[] sources, int[] targets, int measure, boolean improves) {
        if (measure == changes.length) {
            return improves ? new Pair(sources[0], first(targets), changes.clone()) : null;
        }
        work.spend((long) sources.length + targets.length);
        Measure by = measures.get(measure);
        int[] losing = least(sources, by::lost);
        int[] gaining = least(targets, by::gained);
        long change = by.lost(losing[0]) + by.gained(gaining[0]);
        if (change < 0) {
            return changed(losing, gaining, measure, change, true);
        }
        if (!improves && measure == changes.length - 1) {
            return null;
        }
        Pair best = unchanged(sources, targets, measure, improves);
        if (change == 0 && by.value(losing[0]) != by.value(gaining[0])) {
            best = better(best, changed(losing, gaining, measure, 0, improves));
        }
        return best == null && improves ? changed(losing, gaining, measure, change, true) : best;
    }

    private @Nullable Pair changed(int[] sources, int[] targets, int measure, long change, boolean improves) {
        changes[measure] = change;
        return search(sources, targets, measure + 1, improves);
    }

    /** The best one of the pairs of one value. */
    private @Nullable Pair unchanged(int[] sources, int[] targets, int measure, boolean improves) {
        Measure by = measures.get(measure);
        long[] losing = byValue(sources, by);
        long[] gaining = byValue(targets, by);
        Pair best = null;
        int s = 0;
        int t = 0;
        while (s < losing.length && t < gaining.length) {
            int sEnd = endOfValue(losing, s);
            int tEnd = endOfValue(gaining, t);
            long difference = (losing[s] >> Integer.SIZE) - (gaining[t] >> Integer.SIZE);
            if (difference == 0) {
                best = better(
                        best, changed(instances(losing, s, sEnd), instances(gaining, t, tEnd), measure, 0, improves));
            }
            s = difference <= 0 ? sEnd : s;
            t = difference >= 0 ? tEnd : t;
        }
        return best;
    }

    /** Ordered by value, then by instance; both in one number. */
    private static long[] byValue(int[] instances, Measure by) {
        long[] sorted = new long[instances.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = (long) by.value(instances[i]) << Integer.SIZE | instances[i];
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private static int endOfValue(long[] sorted, int begin) {
        int end = begin + 1;
        while (end < sorted.length && sorted[end] >> Integer.SIZE == sorted[begin] >> Integer.SIZE) {
            end++;
        }
        return end;
    }

    private static int[] instances(long[] sorted, int begin, int end) {
        int[] instances = new int[end - begin];
        for (int i = 0; i < instances.length; i++) {
            instances[i] = (int) sorted[begin + i];
        }
        return instances;
    }

    private static int[] least(int[] instances, IntToLongFunction score) {
        long least = Long.MAX_VALUE;
        int count = 0;
        int[] left = new int[instances.length];
        for (int instance : instances) {
            long its = score.applyAsLong(instance);
            if (its < least) {
                least = its;
                count = 0;
            }
            if (its == least) {
                left[count++] = instance;
            }
        }
        return Arrays.copyOf(left, count);
    }

    private int first(int[] targets) {
        int first = targets[0];
        for (int target : targets) {
            if (targetsFirst.compare(target, first) < 0) {
                first = target;
            }
        }
        return first;
    }

    private @Nullable Pair better(@Nullable Pair one, @Nullable Pair other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int byChanges = Arrays.compare(one.changes, other.changes);
        int byOrder = byChanges != 0 ? byChanges : targetsFirst.compare(one.to, other.to);
        int byTarget = byOrder != 0 ? byOrder : Integer.compare(one.to, other.to);
        return byTarget < 0 || (byTarget == 0 && one.from < other.from) ? one : other;
    }
}
