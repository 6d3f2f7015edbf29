package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.TaskDefinition;
import java.util.List;

/**
 * The answer to DeleteTaskDefinitions.
 *
 * @param taskDefinitions those now DELETE_IN_PROGRESS
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record DeleteTaskDefinitionsResponse(List<TaskDefinition> taskDefinitions, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public DeleteTaskDefinitionsResponse {
        taskDefinitions = taskDefinitions == null ? List.of() : List.copyOf(taskDefinitions);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
