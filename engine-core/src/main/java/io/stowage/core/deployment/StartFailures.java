package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts the tasks of a deployment that stopped by themselves before they were healthy, and says when the next one is tried.
 *
 * <p>Tasks of one deployment tend to fail together: what fails before the next attempt is due belongs to the same attempt, and
 * lengthens nothing. A task that had been RUNNING is replaced at once the first time, one that never ran waits from the first time
 * on. The count goes back to none when a task of the deployment becomes healthy.
 */
public final class StartFailures {

    private StartFailures() {}

    /** Whether a STOPPED task stopped by itself before it can have been healthy. */
    public static boolean failed(Task stopped, Duration healthyAfterRunning) {
        boolean byItself = stopped.stopCode() == TaskStopCode.TASK_FAILED_TO_START
                || stopped.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
        return byItself && !ranLong(stopped, healthyAfterRunning);
    }

    private static boolean ranLong(Task stopped, Duration healthyAfterRunning) {
        Instant started = stopped.startedAt();
        Instant ended = stopped.stoppingAt() == null ? stopped.stoppedAt() : stopped.stoppingAt();
        return started != null && ended != null && !ended.isBefore(started.plus(healthyAfterRunning));
    }

    /** The deployment after one more failure. */
    public static Deployment after(Deployment deployment, boolean ran, Instant now, BackoffSettings settings) {
        Deployment counted = deployment.toBuilder()
                .failedTasks(deployment.failedTasks() + 1)
                .updatedAt(now)
                .build();
        Instant next = deployment.nextAttemptAt();
        if (next != null && now.isBefore(next)) {
            return counted;
        }
        int failures = (deployment.consecutiveFailures() == null ? 0 : deployment.consecutiveFailures()) + 1;
        Duration delay = Backoff.delay(ran ? failures - 1 : failures, deployment.id(), settings);
        return counted.toBuilder()
                .consecutiveFailures(failures)
                .nextAttemptAt(delay.isZero() ? null : now.plus(delay))
                .build();
    }

    /** Whether a task that is healthy since then became so after the last failure that was counted. */
    public static boolean overcome(Deployment deployment, Instant healthySince) {
        return deployment.consecutiveFailures() != null && healthySince.isAfter(deployment.updatedAt());
    }

    /** The deployment after one of its tasks became healthy. */
    public static Deployment reset(Deployment deployment) {
        boolean counted = deployment.consecutiveFailures() != null || deployment.nextAttemptAt() != null;
        return counted
                ? deployment.toBuilder()
                        .consecutiveFailures(null)
                        .nextAttemptAt(null)
                        .build()
                : deployment;
    }
}
