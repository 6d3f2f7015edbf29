package io.stowage.core.placement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The instances that have the same values of all attributes that are spread over. They share these scores; the others order those of them
 * that can take a task in a tree.
 */
final class InstanceClass implements Comparable<InstanceClass> {

    /** Instances that lack the attribute come after all that have it. */
    private static final long LAST = Long.MAX_VALUE;

    /** Of the tree of those that meet all but, perhaps, the amounts; 0 if there is none. */
    int root;
    /** The first one in it with enough left; 0 if it isn't known. */
    int best;

    private final Scores scores;
    private final @Nullable Tally[] tallies;
    /** The scores by which it lies in the heap, and the label. Never worse than they are now: see {@link GroupPlacement}. */
    private final long[] known;

    private long knownLabel;

    /** A count that classes with the same value share. */
    static final class Tally {
        long tasks;
    }

    /** @param tallies by criterion: the tasks of the group on instances with this class's value; null where not shared, or no value */
    InstanceClass(Scores scores, @Nullable Tally[] tallies) {
        this.scores = scores;
        this.tallies = tallies;
        this.known = new long[tallies.length];
    }

    void count(int tasks) {
        for (Tally tally : tallies) {
            if (tally != null) {
                tally.tasks += tasks;
            }
        }
    }

    /** Forgets its best instance: it is known by what it can't be better than. */
    void expect() {
        best = 0;
        knownLabel = Long.MIN_VALUE;
        for (int i = 0; i < known.length; i++) {
            known[i] = scores.shared(i) ? shared(tallies[i]) : Long.MIN_VALUE;
        }
    }

    /** Takes over the scores as they are now, those of its best instance included; whether that changed anything. */
    boolean refresh(Treap treap) {
        boolean changed = knownLabel != treap.label(best);
        knownLabel = treap.label(best);
        for (int i = 0; i < known.length; i++) {
            long score = scores.shared(i) ? shared(tallies[i]) : treap.key(best, scores.key(i));
            changed |= known[i] != score;
            known[i] = score;
        }
        return changed;
    }

    private static long shared(@Nullable Tally tally) {
        return tally == null ? LAST : tally.tasks;
    }

    boolean ties(InstanceClass other) {
        return Arrays.equals(known, other.known);
    }

    /** By scores, then by the id of the best instance. */
    @Override
    public int compareTo(InstanceClass other) {
        for (int i = 0; i < known.length; i++) {
            if (known[i] != other.known[i]) {
                return known[i] < other.known[i] ? -1 : 1;
            }
        }
        return Long.compare(knownLabel, other.knownLabel);
    }
}
