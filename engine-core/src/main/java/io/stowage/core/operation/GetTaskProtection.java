package io.stowage.core.operation;

import io.stowage.GetTaskProtectionResponse;
import io.stowage.model.Failure;
import io.stowage.model.ProtectedTask;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** ECS: GetTaskProtection. */
public record GetTaskProtection(List<String> tasks) implements ReadOperation<GetTaskProtectionResponse> {

    private static final int MOST = 100;

    /** Copies the list. */
    public GetTaskProtection {
        tasks = List.copyOf(tasks);
    }

    @Override
    public GetTaskProtectionResponse apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.size("tasks", tasks, MOST);
        List<ProtectedTask> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : tasks) {
            Task task = Lookup.task(turn.state(), given);
            Failure failure = TaskProtection.whyNot(task, given, turn.state());
            if (failure == null) {
                found.add(TaskProtection.of(Objects.requireNonNull(task), turn.now()));
            } else {
                failures.add(failure);
            }
        }
        return new GetTaskProtectionResponse(found, failures);
    }
}
