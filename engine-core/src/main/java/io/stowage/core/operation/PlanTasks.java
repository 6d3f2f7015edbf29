package io.stowage.core.operation;

import io.stowage.PlacementPlan;
import io.stowage.RunTaskRequest;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.core.state.ClusterCopy;
import io.stowage.core.state.Ids;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Says where RunTask would place so many tasks. Few are planned at once, by what placement keeps anyway: the planner reads again what it has
 * planned before it is asked the next time, and nothing has to be taken back. For many, the loop only copies what they are planned on, and whoever
 * asked plans: it may take long, and the loop has more to do.
 *
 * @param definition a revision that new tasks may use, checked before
 */
public record PlanTasks(RunTaskRequest request, int count, TaskDefinition definition) implements WhatIf<PlacementPlan> {

    private static final int MOST = 100_000;
    /** About as many as take as long as the copy of a large cluster. */
    private static final int FEW = 1_000;

    @Override
    public Supplier<PlacementPlan> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.range("count", count, 1, MOST);
        Check.unsupported(request.count() != null, "request.count", request.count(), "leave it out");
        PlacementRequest wanted = new RunTask(request, definition, List.of()).placement(count, turn.rules());
        Ids ids = turn.state().ids();
        if (count <= FEW && wanted.indexed()) {
            PlacementPlan plan =
                    PlacementAnswers.plan(Placer.place(wanted, turn.state().inventory(), turn.random()), ids);
            return () -> plan;
        }
        ClusterCopy copy = new ClusterCopy(turn.state(), turn.now());
        SplittableRandom random = new SplittableRandom(turn.random().applyAsLong(Long.MAX_VALUE));
        return () -> PlacementAnswers.plan(Placer.place(wanted, copy.inventory(), random::nextLong), ids);
    }
}
