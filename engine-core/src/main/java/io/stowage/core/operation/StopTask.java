package io.stowage.core.operation;

import io.stowage.StopTaskRequest;
import io.stowage.core.state.DescribedTasks;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Kind;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;

/** ECS: StopTask. The first reason for which a task is to stop stays. */
public record StopTask(StopTaskRequest request) implements ClusterOperation<Task> {

    private static final int LONGEST_REASON = 1024;
    private static final String REASON = "Task stopped by user";

    @Override
    public void check() {
        Check.length("reason", request.reason(), LONGEST_REASON);
    }

    @Override
    public Task apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        check();
        Task task = Lookup.task(turn.state(), request.task());
        if (task == null) {
            turn.state().quarantine().refuse(Kind.TASK, Ids.shortId(request.task()));
            throw new InvalidParameterException("The referenced task was not found: '" + request.task() + "' in "
                    + turn.state().ids().cluster());
        }
        if (task.desiredStatus() == DesiredStatus.STOPPED) {
            return DescribedTasks.of(task);
        }
        String reason = request.reason() == null ? REASON : request.reason();
        return DescribedTasks.of(turn.transaction()
                .changeTask(
                        Ids.shortId(task.taskArn()),
                        change -> TaskStops.stop(task, TaskStopCode.USER_INITIATED, reason, turn.now(), change)));
    }
}
