package io.stowage.core.engine;

import io.stowage.CompactionPlan;
import io.stowage.PlacementExplanation;
import io.stowage.PlacementPlan;
import io.stowage.Placements;
import io.stowage.RebalancePlan;
import io.stowage.RebalanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.operation.CompactTasks;
import io.stowage.core.operation.ExplainService;
import io.stowage.core.operation.ExplainTask;
import io.stowage.core.operation.PlanRebalance;
import io.stowage.core.operation.PlanTasks;
import io.stowage.core.registry.UsableTaskDefinition;
import io.stowage.model.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** Questions about placement. What takes long is worked out here, on the caller's thread, from a copy that the cluster's loop has made. */
final class PlacementGroup implements Placements {

    private final Caller caller;

    PlacementGroup(Caller caller) {
        this.caller = caller;
    }

    @Override
    public PlacementPlan plan(RunTaskRequest request, int count) {
        String action = "PlanTasks";
        TaskDefinition definition = usable(action, request);
        return caller.ask(action, request.cluster(), new PlanTasks(request, count, definition))
                .get();
    }

    @Override
    public PlacementExplanation explain(RunTaskRequest request) {
        String action = "ExplainTask";
        TaskDefinition definition = usable(action, request);
        return caller.ask(action, request.cluster(), new ExplainTask(request, definition));
    }

    @Override
    public PlacementExplanation explainService(@Nullable String cluster, String service) {
        return caller.ask("ExplainService", cluster, new ExplainService(service));
    }

    @Override
    public CompactionPlan compact(@Nullable String cluster) {
        return caller.ask("CompactTasks", cluster, new CompactTasks()).get();
    }

    private TaskDefinition usable(String action, RunTaskRequest request) {
        return caller.ask(action, new UsableTaskDefinition(request.taskDefinition()))
                .definition();
    }

    @Override
    public RebalancePlan rebalance(RebalanceRequest request) {
        return caller.ask("PlanRebalance", request.cluster(), new PlanRebalance(request))
                .get();
    }
}
