package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param taskArns in a stable order
 * @param nextToken for the next page; null if this is the last one
 */
public record ListTasksResponse(
        List<String> taskArns, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListTasksResponse {
        taskArns = taskArns == null ? List.of() : List.copyOf(taskArns);
    }
}
