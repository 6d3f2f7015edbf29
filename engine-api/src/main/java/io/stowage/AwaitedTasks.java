package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.Task;
import java.util.List;

/**
 * What came of waiting for tasks.
 *
 * @param reached whether all of them got there
 * @param tasks as they were last seen, in the order asked for
 * @param failures those that were not found
 * @param reasons why it was not reached, a sentence each; empty if it was
 */
public record AwaitedTasks(boolean reached, List<Task> tasks, List<Failure> failures, List<String> reasons) {

    /** Copies the lists, keeping their order. */
    public AwaitedTasks {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        failures = failures == null ? List.of() : List.copyOf(failures);
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
    }
}
