package io.stowage.core.operation;

import io.stowage.PlacementExplanation;
import io.stowage.RunTaskRequest;
import io.stowage.core.placement.Placer;
import io.stowage.model.TaskDefinition;
import java.util.List;

/**
 * Says where RunTask would place one task, or why nowhere.
 *
 * @param definition a revision that new tasks may use, checked before
 */
public record ExplainTask(RunTaskRequest request, TaskDefinition definition)
        implements ReadOperation<PlacementExplanation> {

    @Override
    public PlacementExplanation apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.unsupported(request.count() != null, "request.count", request.count(), "leave it out");
        RunTask run = new RunTask(request, definition, List.of());
        return PlacementAnswers.explanation(
                Placer.explain(run.placements(1, turn).get(0), turn.state().inventory(), turn.random()),
                turn.state().ids());
    }
}
