package io.stowage.core.deployment;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When a task counts as healthy for its service: it is RUNNING, and either its health checks say so or, where it has none, it has been
 * RUNNING for some time. ECS waits 40 seconds.
 */
public final class TaskHealth {

    private TaskHealth() {}

    /** Whether an essential container has a health check: then only HEALTHY counts, and time does not. */
    public static boolean checked(TaskDefinition definition) {
        for (ContainerDefinition container : definition.containerDefinitions()) {
            if (container.isEssential() && container.healthCheck() != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether the task counts as healthy now. */
    public static boolean healthy(Task task, boolean checked, Duration healthyAfterRunning, Instant now) {
        if (task.lastStatus() != TaskStatus.RUNNING) {
            return false;
        }
        if (checked) {
            return task.healthStatus() == HealthStatus.HEALTHY;
        }
        return !now.isBefore(maturesAt(task, healthyAfterRunning));
    }

    /** From when on a RUNNING task without health checks counts as healthy. */
    public static Instant maturesAt(Task task, Duration healthyAfterRunning) {
        return Objects.requireNonNullElse(task.startedAt(), task.createdAt()).plus(healthyAfterRunning);
    }
}
