package io.stowage.spi;

import io.stowage.model.TaskDefinition;
import java.util.Objects;

/**
 * Equal tasks that are looked for a place.
 *
 * @param taskDefinition what they run
 * @param group their task group: {@code service:NAME} for those of a service, else what they were run with, or {@code family:FAMILY}
 */
public record TasksToPlace(TaskDefinition taskDefinition, String group) {

    /** Checks what is required for null. */
    public TasksToPlace {
        Objects.requireNonNull(taskDefinition, "TasksToPlace.taskDefinition is required");
        Objects.requireNonNull(group, "TasksToPlace.group is required");
    }
}
