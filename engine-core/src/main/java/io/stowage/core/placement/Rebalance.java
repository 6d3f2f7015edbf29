package io.stowage.core.placement;

import io.stowage.RebalancePlan.Improvement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans which tasks to move to other instances, so that groups of tasks are spread as their placement strategies want it. It plans and
 * changes nothing. Pure.
 *
 * <p>What is measured: each spread strategy of a group, in its order, by the sum of the squares of how many tasks of the group each value of
 * the field has. It is least where the counts differ by at most one, and falls with a move just where the value that loses the task had two
 * more than the one that gets it. Tasks on instances without the attribute are worse than any imbalance. A move improves a group if it
 * improves the first strategy that it changes. Strategies that bin pack, or leave it to chance, measure nothing: who wants fewer instances
 * asks for a compaction. They choose among equally good instances only.
 *
 * <p>The next move is always the best one: of the group for which the first strategy to improve comes first in its chain, and improves most.
 * Each move is planned on what the moves before have left. The task starts on its new instance before it stops on its old one: so it has to
 * fit while it still takes what it takes, and what it leaves is there for the next move. Each task is moved at most once. The plan ends with the
 * budget, or when no move improves anything.
 *
 * <p>How: tasks of a group are equal, so that a move is a pair of instances, and the {@linkplain BestMove best one} of a group is found by a look
 * at each instance. A move is of consequence to other groups at two instances only: it is looked for anew in those that it may matter to. What
 * that costs is counted, and when it was too much the plan ends with the moves that were found until then.
 */
public final class Rebalance {

    /** Some seconds: in looks at an instance. */
    private static final long MOST_WORK = 500_000_000;

    private Rebalance() {}

    /**
     * Tasks to balance.
     *
     * @param name of the group, for ties
     * @param request how one of its tasks would be placed
     * @param movable the tasks that may be moved
     * @param tasksByInstance how many tasks it has on each instance that has any, by the instance's id; those that may not be moved count, too
     */
    public record Group(
            String name, PlacementRequest request, List<Movable> movable, Map<String, Integer> tasksByInstance) {}

    /** A task that may be moved, and the id of the instance where it is. */
    public record Movable(String taskId, String instanceId, Instant createdAt) {}

    /** A move, with the ids of task and instances. What it improves names instances by their ids, too. */
    public record Move(String group, String taskId, String fromInstanceId, String toInstanceId, Improvement improves) {}

    /**
     * What could be done.
     *
     * @param moves in the order in which they are to be made
     * @param complete whether the budget ended it, or that no move improves anything; if not, it was too much work to find the next one
     */
    public record Plan(List<Move> moves, boolean complete) {

        /** Copies the list. */
        public Plan {
            moves = List.copyOf(moves);
        }
    }

    /** At most {@code budget} moves. */
    public static Plan plan(List<Group> groups, Collection<? extends InstanceView> instances, int budget) {
        return plan(groups, instances, budget, MOST_WORK);
    }

    /** The same with another bound: how many looks at an instance there may be. */
    static Plan plan(List<Group> groups, Collection<? extends InstanceView> instances, int budget, long mostWork) {
        Work work = new Work(mostWork);
        List<GroupBalance> balances = balances(groups, instances, work);
        List<Move> moves = new ArrayList<>();
        while (moves.size() < budget) {
            GroupBalance next = next(balances, work);
            if (next == null) {
                break;
            }
            moves.add(next.move(balances));
        }
        return new Plan(moves, moves.size() == budget || !work.spent());
    }

    private static List<GroupBalance> balances(
            List<Group> groups, Collection<? extends InstanceView> instances, Work work) {
        List<MovedTasks> moved = new ArrayList<>(instances.size());
        instances.stream()
                .sorted(Comparator.comparing(InstanceView::id))
                .forEach(each -> moved.add(new MovedTasks(each)));
        Values values = new Values(moved);
        List<GroupBalance> balances = new ArrayList<>();
        for (Group group : groups) {
            GroupBalance balance = new GroupBalance(group, moved, values, work);
            if (balance.mayImprove()) {
                balances.add(balance);
            }
        }
        return balances;
    }

    /** Null if no move improves anything, or the work is spent before it is known which. */
    private static @Nullable GroupBalance next(List<GroupBalance> balances, Work work) {
        GroupBalance best = null;
        for (GroupBalance balance : balances) {
            if (balance.hasNext() && (best == null || balance.goesBefore(best))) {
                best = balance;
            }
            if (work.spent()) {
                return null;
            }
        }
        return best;
    }
}
