package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;

/**
 * Places one group of tasks: chooses, task by task, exactly the instance that remains when the strategies filter all instances that can
 * take the task, one strategy after the other, each leaving those with its least score; what is left breaks by id, or by a draw where one
 * of the strategies is random.
 *
 * <p>How: that filter is the least element by the scores in the order of the strategies. Scores come in two kinds. Spread over an attribute
 * gives the same score to all instances with the same value; the others are the instance's own. So instances are put into classes of equal
 * attribute values: within a class only the own scores differ, and a pool finds its best; the classes lie in a heap by the scores of their
 * best.
 *
 * <p>Why it stays exact: placing a task changes the own scores of the chosen instance alone, which is out of its pool meanwhile. Shared
 * scores change in all classes that share a value with it, but they only grow, so a class in the heap never lies behind its place: the
 * scores it is known by are a lower bound. The class on top is refreshed; if nothing has changed, no other class can be better, and it is
 * the choice; else it goes back and the next one is looked at.
 *
 * <p>Cost: one look at each of N instances, then the logarithm of N for each of k tasks. Only if several attributes are spread over do more
 * classes than the chosen one have to be refreshed.
 */
final class GroupPlacement {

    private final PriorityQueue<InstanceClass> classes = new PriorityQueue<>();
    private final int count;
    private final Candidates candidates;
    private final LongUnaryOperator random;

    GroupPlacement(PlacementRequest request, PlacementView view, LongUnaryOperator random) {
        this.count = request.count();
        this.random = random;
        this.candidates = new Candidates(request, view);
        for (InstanceClass each : candidates.classes()) {
            each.refresh();
            classes.add(each);
        }
    }

    Placement place() {
        List<String> chosen = new ArrayList<>(count);
        while (chosen.size() < count && !classes.isEmpty()) {
            chosen.add(placeNext().id());
        }
        int unplaced = count - chosen.size();
        return new Placement(chosen, unplaced == 0 ? null : Explanation.of(candidates, unplaced));
    }

    private Candidate placeNext() {
        InstanceClass best = pollBest();
        return candidates.draws() ? draw(best) : placeOn(best, 0);
    }

    private InstanceClass pollBest() {
        InstanceClass top = classes.remove();
        while (top.refresh()) {
            classes.add(top);
            top = classes.remove();
        }
        return top;
    }

    /** Draws one of all instances that are equally good, in whichever classes they are. */
    private Candidate draw(InstanceClass best) {
        List<InstanceClass> tied = new ArrayList<>();
        long ties = 0;
        InstanceClass next = best;
        while (next.ties(best)) {
            tied.add(next);
            ties += next.pool.ties();
            if (classes.isEmpty()) {
                break;
            }
            next = pollBest();
        }
        if (!next.ties(best)) {
            classes.add(next);
        }
        return placeOnOneOf(tied, random.applyAsLong(ties));
    }

    private Candidate placeOnOneOf(List<InstanceClass> tied, long drawn) {
        long left = drawn;
        InstanceClass chosen = tied.get(0);
        for (InstanceClass each : tied) {
            chosen = each;
            if (left < each.pool.ties()) {
                break;
            }
            left -= each.pool.ties();
        }
        for (InstanceClass each : tied) {
            if (each != chosen) {
                classes.add(each);
            }
        }
        return placeOn(chosen, (int) left);
    }

    private Candidate placeOn(InstanceClass in, int choice) {
        Candidate candidate = in.pool.take(choice);
        candidate.place();
        in.countPlaced();
        if (candidates.canTakeAnother(candidate)) {
            candidate.score(candidates.criteria());
            in.pool.add(candidate);
        }
        if (!in.pool.isEmpty()) {
            in.refresh();
            classes.add(in);
        }
        return candidate;
    }
}
