package io.stowage.core.operation;

import io.stowage.PlacementPlan;
import io.stowage.RunTaskRequest;
import io.stowage.core.placement.Inventory;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.core.state.ClusterCopy;
import io.stowage.core.state.Ids;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Says where RunTask would place so many tasks. Few are planned at once, by what placement keeps anyway: the planner reads again what it has
 * planned before it is asked the next time, and nothing has to be taken back. For many, the loop only copies what they are planned on, and whoever
 * asked plans: it may take long, and the loop has more to do. Tasks that a filter or a scorer of the host application applies to cost a look at each
 * instance each: of these not more are planned than some seconds allow, and the answer says so.
 *
 * @param definition a revision that new tasks may use, checked before
 */
public record PlanTasks(RunTaskRequest request, int count, TaskDefinition definition) implements WhatIf<PlacementPlan> {

    private static final int MOST = 100_000;
    /** About as many as take as long as the copy of a large cluster. */
    private static final int FEW = 1_000;
    /** At instances, for tasks that are not placed by the index: some seconds. */
    private static final long MOST_LOOKS = 200_000_000;

    @Override
    public Supplier<PlacementPlan> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.range("count", count, 1, MOST);
        Check.unsupported(request.count() != null, "request.count", request.count(), "leave it out");
        int tried = isIndexed(wanted(turn, count))
                ? count
                : affordable(turn.state().instances().size());
        List<PlacementRequest> wanted = wanted(turn, tried);
        Ids ids = turn.state().ids();
        if (tried <= FEW && isIndexed(wanted)) {
            PlacementPlan plan =
                    PlacementAnswers.plan(place(wanted, turn.state().inventory(), turn.random()), count, ids);
            return () -> plan;
        }
        ClusterCopy copy = new ClusterCopy(turn.state(), turn.now());
        SplittableRandom random = new SplittableRandom(turn.random().applyAsLong(Long.MAX_VALUE));
        return () -> PlacementAnswers.plan(place(wanted, copy.inventory(), random::nextLong), count, ids);
    }

    private List<PlacementRequest> wanted(OperationTurn turn, int tasks) {
        return new RunTask(request, definition, List.of()).placements(tasks, turn);
    }

    private static boolean isIndexed(List<PlacementRequest> wanted) {
        return wanted.stream().allMatch(PlacementRequest::indexed);
    }

    /** Those of several capacity providers, on whose instances no others are, don't get in each other's way. */
    private static Placement place(List<PlacementRequest> wanted, Inventory inventory, LongUnaryOperator random) {
        List<String> instanceIds = new ArrayList<>();
        PlacementFailure failure = null;
        for (PlacementRequest each : wanted) {
            Placement placement = Placer.place(each, inventory, random);
            instanceIds.addAll(placement.instanceIds());
            failure = failure == null ? placement.failure() : failure;
        }
        return new Placement(instanceIds, failure);
    }

    /** How many of them may be planned where each costs a look at each instance; at least one. */
    int affordable(int instances) {
        return (int) Math.min(count, Math.max(1, MOST_LOOKS / Math.max(1, instances)));
    }
}
