package io.stowage.core.deployment;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When a task counts as healthy for its service: it is RUNNING, and either its health checks say so or, where it has none, it has been
 * RUNNING for some time. ECS waits 40 seconds. Within the service's grace period a task may be UNHEALTHY: it doesn't count as healthy, and
 * isn't replaced for it.
 */
public final class TaskHealth {

    private TaskHealth() {}

    /** Whether an essential container has a health check or a readiness check: then only HEALTHY counts, and time does not. */
    public static boolean checked(TaskDefinition definition) {
        for (ContainerDefinition container : definition.containerDefinitions()) {
            boolean hasCheck = container.healthCheck() != null || container.readinessCheck() != null;
            if (container.isEssential() && hasCheck) {
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

    /**
     * Whether the task takes traffic: as soon as it is RUNNING where nothing is checked, else while it is HEALTHY. One that is to be stopped takes
     * none.
     */
    public static boolean takesTraffic(Task task, boolean checked) {
        return task.desiredStatus() == DesiredStatus.RUNNING
                && task.lastStatus() == TaskStatus.RUNNING
                && task.healthStatus() != HealthStatus.UNHEALTHY
                && (!checked || task.healthStatus() == HealthStatus.HEALTHY);
    }

    /** For how long from RUNNING on health checks are not held against the tasks of a service. */
    public static Duration grace(Service service) {
        Integer seconds = service.healthCheckGracePeriodSeconds();
        return seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    /** From when on a RUNNING task without health checks counts as healthy, or the grace period of one with them is over. */
    public static Instant maturesAt(Task task, Duration afterRunning) {
        return Objects.requireNonNullElse(task.startedAt(), task.createdAt()).plus(afterRunning);
    }
}
