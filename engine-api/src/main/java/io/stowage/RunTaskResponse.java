package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.Task;
import java.util.List;

/**
 * The answer to RunTask. Partial success is usual: there may be both tasks and failures.
 *
 * @param tasks those that were created
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record RunTaskResponse(List<Task> tasks, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public RunTaskResponse {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
