package io.stowage.core.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The instances that have the same values of all attributes that are spread over. They share these scores. */
final class InstanceClass implements Comparable<InstanceClass> {

    /** Instances that lack the attribute come after all that have it. */
    private static final long LAST = Long.MAX_VALUE;

    final Pool pool;
    /** By criterion: how many tasks of the group are on instances with this class's value; null where not shared or without a value. */
    private final @Nullable Tally[] tallies;

    private final Criterion[] criteria;
    /** The scores by which it lies in the heap. Never worse than its scores are now: see {@link GroupPlacement}. */
    private final long[] known;

    private int knownIndex;

    /** A count that classes with the same value share. */
    static final class Tally {
        long tasks;
    }

    InstanceClass(Criterion[] criteria, @Nullable Tally[] tallies, Pool pool) {
        this.criteria = criteria;
        this.tallies = tallies;
        this.pool = pool;
        this.known = new long[criteria.length];
    }

    /** Takes over the scores of its best instance as they are now; whether that changed anything. */
    boolean refresh() {
        Candidate best = pool.best();
        boolean changed = knownIndex != best.index;
        knownIndex = best.index;
        for (int i = 0; i < known.length; i++) {
            long score = criteria[i].shared() ? shared(tallies[i]) : best.scores[i];
            changed |= known[i] != score;
            known[i] = score;
        }
        return changed;
    }

    private static long shared(@Nullable Tally tally) {
        return tally == null ? LAST : tally.tasks;
    }

    void countPlaced() {
        for (Tally tally : tallies) {
            if (tally != null) {
                tally.tasks++;
            }
        }
    }

    boolean ties(InstanceClass other) {
        return Arrays.equals(known, other.known);
    }

    /** By scores, then by the id of the best instance. */
    @Override
    public int compareTo(InstanceClass other) {
        int byScores = Arrays.compare(known, other.known);
        return byScores != 0 ? byScores : Integer.compare(knownIndex, other.knownIndex);
    }
}
