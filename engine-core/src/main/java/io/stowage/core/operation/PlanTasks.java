package io.stowage.core.operation;

import io.stowage.PlacementAccount;
import io.stowage.PlacementPlan;
import io.stowage.RunTaskRequest;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.Placer;
import io.stowage.core.state.Ids;
import io.stowage.model.TaskDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where RunTask would place so many tasks. The planner reads again what it has planned before it is asked the next time: nothing has to
 * be taken back.
 *
 * @param definition a revision that new tasks may use, checked before
 */
public record PlanTasks(RunTaskRequest request, int count, TaskDefinition definition)
        implements ReadOperation<PlacementPlan> {

    private static final int MOST = 100_000;

    @Override
    public PlacementPlan apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.range("count", count, 1, MOST);
        Check.unsupported(request.count() != null, "request.count", request.count(), "leave it out");
        RunTask run = new RunTask(request, definition, List.of());
        Placement placement = Placer.place(run.placement(count), turn.state().inventory(), turn.random());
        Ids ids = turn.state().ids();
        return new PlacementPlan(
                placement.instanceIds().stream().map(ids::containerInstance).toList(),
                account(placement.failure(), ids));
    }

    private static @Nullable PlacementAccount account(@Nullable PlacementFailure failure, Ids ids) {
        if (failure == null) {
            return null;
        }
        String closest = failure.closestInstanceId();
        return new PlacementAccount(
                failure.unplaced(),
                failure.reason(),
                failure.message(),
                failure.removedBy().entrySet().stream()
                        .map(each -> new PlacementAccount.Removed(each.getKey(), each.getValue()))
                        .toList(),
                closest == null ? null : ids.containerInstance(closest),
                failure.lacks().stream()
                        .map(each -> new PlacementAccount.Lack(each.reason(), each.needed(), each.found()))
                        .toList());
    }
}
