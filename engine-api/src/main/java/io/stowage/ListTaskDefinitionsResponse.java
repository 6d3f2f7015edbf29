package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of task definitions.
 *
 * @param taskDefinitionArns in the order asked for
 * @param nextToken for the next page; null if this is the last one
 */
public record ListTaskDefinitionsResponse(
        List<String> taskDefinitionArns, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListTaskDefinitionsResponse {
        taskDefinitionArns = taskDefinitionArns == null ? List.of() : List.copyOf(taskDefinitionArns);
    }
}
