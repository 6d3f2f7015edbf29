package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Places one group of tasks: chooses, task by task, exactly the instance that remains when the strategies filter all instances that can
 * take the task, one strategy after the other, each leaving those with its least score; what is left breaks by id, or by a draw where one
 * of the strategies is random.
 *
 * <p>How: that filter is the least element by the scores in the order of the strategies. Scores come in two kinds. Spread over an attribute
 * gives the same score to all instances with the same value; the others are the instance's own. So a {@link Ranking} keeps instances in
 * classes of equal attribute values: within a class only the own scores differ, and a tree finds its best; the classes lie in a heap by the
 * scores of their best.
 *
 * <p>Why it stays exact: a class in the heap never lies behind its place: the scores it is known by are a lower bound. At first they are the
 * shared scores with nothing said of the own ones, so that a class whose zone is crowded is never searched. Placing a task changes the own
 * scores of the chosen instance alone, whose class is out of the heap meanwhile. Shared scores change in all classes that share a value with
 * it, but they only grow; and a best instance stays so until a task is placed in its class. The class on top is refreshed; if nothing has
 * changed, no other class can be better, and it is the choice; else it goes back and the next one is looked at.
 *
 * <p>Cost: for each task the logarithm of the number of instances; once a request, a look at each class. Only if several attributes are
 * spread over do more classes than the chosen one have to be refreshed.
 */
final class GroupPlacement {

    private final PriorityQueue<InstanceClass> classes = new PriorityQueue<>();
    private final PlacementRequest request;
    private final Demand demand;
    private final Ranking ranking;
    private final Treap treap;
    private final LongUnaryOperator random;

    GroupPlacement(PlacementRequest request, Ranking ranking, LongUnaryOperator random) {
        this.request = request;
        this.demand = request.demand();
        this.ranking = ranking;
        this.treap = ranking.treap();
        this.random = random;
    }

    Placement place() {
        ranking.classes().forEach(this::expect);
        List<String> chosen = new ArrayList<>(request.count());
        boolean more = request.count() > 0;
        while (more) {
            long before = treap.visits();
            InstanceClass best = pollBest();
            if (best != null) {
                chosen.add(placeNext(best));
            }
            ranking.countVisits(treap.visits() - before);
            more = best != null && chosen.size() < request.count();
        }
        int unplaced = request.count() - chosen.size();
        return new Placement(chosen, unplaced == 0 ? null : Explanation.of(ranking, request, unplaced));
    }

    private void expect(InstanceClass each) {
        if (each.root != 0) {
            each.expect();
            classes.add(each);
        }
    }

    /** Takes the class out of the heap that has the best instance of all; null if no instance can take a task. */
    private @Nullable InstanceClass pollBest() {
        InstanceClass top = classes.poll();
        while (top != null) {
            if (top.best == 0) {
                top.best = treap.first(top.root, demand);
            }
            if (top.best != 0) {
                if (!top.refresh(treap)) {
                    return top;
                }
                classes.add(top);
            }
            top = classes.poll();
        }
        return null;
    }

    private String placeNext(InstanceClass best) {
        return ranking.draws() ? drawn(best) : placeOn(best, best.best);
    }

    /** Draws one of all instances that are equally good, in whichever classes they are. */
    private String drawn(InstanceClass best) {
        List<InstanceClass> tied = new ArrayList<>();
        InstanceClass next = best;
        while (next != null && next.ties(best)) {
            tied.add(next);
            next = pollBest();
        }
        if (next != null) {
            classes.add(next);
        }
        Draw.Drawn drawn = new Draw(tied, treap, demand).by(random);
        for (InstanceClass each : tied) {
            if (each != drawn.in()) {
                classes.add(each);
            }
        }
        return placeOn(drawn.in(), drawn.node());
    }

    private String placeOn(InstanceClass in, int node) {
        String id = ranking.instance(node).id();
        ranking.place(node, request);
        expect(in);
        return id;
    }
}
