package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.ProtectedTask;
import java.util.List;

/**
 * The answer to GetTaskProtection.
 *
 * @param protectedTasks those that were found, whether they are protected or not
 * @param failures what was not found or can't be protected, with ECS's reason
 */
public record GetTaskProtectionResponse(List<ProtectedTask> protectedTasks, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public GetTaskProtectionResponse {
        protectedTasks = protectedTasks == null ? List.of() : List.copyOf(protectedTasks);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
