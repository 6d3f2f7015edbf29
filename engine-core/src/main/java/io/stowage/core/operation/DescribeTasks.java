package io.stowage.core.operation;

import io.stowage.DescribeTasksResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.DescribedTasks;
import io.stowage.model.Failure;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;

/** ECS: DescribeTasks. */
public record DescribeTasks(List<String> tasks) implements ReadOperation<DescribeTasksResponse> {

    private static final int MOST = 100;

    /** Copies the list. */
    public DescribeTasks {
        tasks = List.copyOf(tasks);
    }

    @Override
    public DescribeTasksResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.size("tasks", tasks, MOST);
        List<Task> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : tasks) {
            Task task = Lookup.task(state, given);
            if (task == null) {
                failures.add(Lookup.missingTask(state, given));
            } else {
                found.add(DescribedTasks.of(task));
            }
        }
        return new DescribeTasksResponse(found, failures);
    }
}
