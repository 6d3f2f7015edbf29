package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.Task;
import java.util.List;

/**
 * The answer to StartTask. Partial success is usual: there may be both tasks and failures.
 *
 * @param tasks those that were created
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record StartTaskResponse(List<Task> tasks, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public StartTaskResponse {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
