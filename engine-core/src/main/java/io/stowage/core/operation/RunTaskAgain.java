package io.stowage.core.operation;

import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import java.util.Optional;

/**
 * ECS: RunTask, for a request whose task definition can't be used: its client token may have been used while it could. Answers the tasks that the
 * first request made, as they are now; empty if there was none, or nothing of it is left.
 */
public record RunTaskAgain(RunTaskRequest request) implements ReadOperation<Optional<RunTaskResponse>> {

    @Override
    public Optional<RunTaskResponse> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        return Optional.ofNullable(RunTask.madeBefore(request, turn));
    }
}
