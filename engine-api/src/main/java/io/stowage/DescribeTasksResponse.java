package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.Task;
import java.util.List;

/**
 * The answer to DescribeTasks.
 *
 * @param tasks those found, in the order asked for
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record DescribeTasksResponse(List<Task> tasks, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public DescribeTasksResponse {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
