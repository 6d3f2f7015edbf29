package io.stowage.core.engine;

import io.stowage.PlacementPlan;
import io.stowage.Placements;
import io.stowage.RebalancePlan;
import io.stowage.RebalanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.operation.PlanRebalance;
import io.stowage.core.operation.PlanTasks;
import io.stowage.core.registry.UsableTaskDefinition;
import io.stowage.model.TaskDefinition;

/** Questions about placement. */
final class PlacementGroup implements Placements {

    private static final String ACTION = "PlanTasks";

    private final Caller caller;

    PlacementGroup(Caller caller) {
        this.caller = caller;
    }

    @Override
    public PlacementPlan plan(RunTaskRequest request, int count) {
        TaskDefinition definition = caller.ask(ACTION, new UsableTaskDefinition(request.taskDefinition()))
                .definition();
        return caller.ask(ACTION, request.cluster(), new PlanTasks(request, count, definition));
    }

    @Override
    public RebalancePlan rebalance(RebalanceRequest request) {
        return caller.ask("PlanRebalance", request.cluster(), new PlanRebalance(request));
    }
}
