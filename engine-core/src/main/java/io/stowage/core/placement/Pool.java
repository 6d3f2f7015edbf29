package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** The instances of one class that can still take a task, the best first. Not asked for anything while it is empty. */
abstract sealed class Pool {

    abstract boolean isEmpty();

    abstract void add(Candidate candidate);

    /** One of the best. */
    abstract Candidate best();

    /** How many are equally good. */
    abstract int ties();

    /** Takes out one of the equally good: {@code choice} is 0 to {@link #ties} - 1. */
    abstract Candidate take(int choice);

    /** Ties break by id: there is one best. */
    static final class ById extends Pool {
        private final PriorityQueue<Candidate> heap =
                new PriorityQueue<>(Comparator.<Candidate, long[]>comparing(c -> c.scores, Arrays::compare)
                        .thenComparingInt(c -> c.index));

        @Override
        boolean isEmpty() {
            return heap.isEmpty();
        }

        @Override
        void add(Candidate candidate) {
            heap.add(candidate);
        }

        @Override
        Candidate best() {
            return heap.element();
        }

        @Override
        int ties() {
            return 1;
        }

        @Override
        Candidate take(int choice) {
            return heap.remove();
        }
    }

    /** Ties are drawn from: the equally good are kept together. */
    static final class ByDraw extends Pool {
        private final TreeMap<long[], List<Candidate>> byScores = new TreeMap<>(Arrays::compare);

        @Override
        boolean isEmpty() {
            return byScores.isEmpty();
        }

        @Override
        void add(Candidate candidate) {
            byScores.computeIfAbsent(candidate.scores.clone(), scores -> new ArrayList<>())
                    .add(candidate);
        }

        @Override
        Candidate best() {
            return bests().get(0);
        }

        @Override
        int ties() {
            return bests().size();
        }

        @Override
        Candidate take(int choice) {
            List<Candidate> bests = bests();
            Candidate last = bests.remove(bests.size() - 1);
            Candidate chosen = choice == bests.size() ? last : bests.set(choice, last);
            if (bests.isEmpty()) {
                byScores.pollFirstEntry();
            }
            return chosen;
        }

        private List<Candidate> bests() {
            return byScores.firstEntry().getValue();
        }
    }
}
