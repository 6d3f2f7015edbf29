package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.ProtectedTask;
import java.util.List;

/**
 * The answer to UpdateTaskProtection.
 *
 * @param protectedTasks those whose protection is now as asked for, whether they are protected or not
 * @param failures what was not found or can't be protected, with ECS's reason
 */
public record UpdateTaskProtectionResponse(List<ProtectedTask> protectedTasks, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public UpdateTaskProtectionResponse {
        protectedTasks = protectedTasks == null ? List.of() : List.copyOf(protectedTasks);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
