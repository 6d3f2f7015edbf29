package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts the tasks of a deployment that stopped by themselves before they were healthy, and says when the next one is tried.
 *
 * <p>Counted for the circuit breaker, and no reason to wait, are the tasks that the service scheduler stopped because of their health
 * checks. Each task counts once, when it is STOPPED.
 *
 * <p>Tasks of one deployment tend to fail together: what fails before the next attempt is due belongs to the same attempt, and
 * lengthens nothing. A task that had been RUNNING is replaced at once the first time, with those that fail at the same moment; one that never ran waits from the
 * first time on. The count goes back to none when a task of the deployment becomes healthy.
 */
public final class StartFailures {

    /** The {@code stoppedReason} of a task that the service scheduler stopped because of its health checks: ECS's text. */
    public static final String UNHEALTHY = "Task failed container health checks";

    private StartFailures() {}

    /**
     * Whether a STOPPED task stopped by itself before it was healthy.
     *
     * @param checked whether it has health checks: then only they say that it was healthy, and not how long it ran
     */
    public static boolean failed(Task stopped, boolean checked, Duration healthyAfterRunning) {
        return endedByItself(stopped) && !wasHealthy(stopped, checked, healthyAfterRunning);
    }

    /** Whether a STOPPED task stopped by itself after it had been healthy. */
    public static boolean crashed(Task stopped, boolean checked, Duration healthyAfterRunning) {
        return endedByItself(stopped) && wasHealthy(stopped, checked, healthyAfterRunning);
    }

    private static boolean wasHealthy(Task stopped, boolean checked, Duration healthyAfterRunning) {
        return checked ? stopped.healthyAt() != null : ran(stopped, healthyAfterRunning);
    }

    /** Whether a STOPPED task ended without anybody having stopped it. */
    public static boolean endedByItself(Task stopped) {
        return stopped.stopCode() == TaskStopCode.TASK_FAILED_TO_START
                || stopped.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
    }

    /** Whether a STOPPED task was stopped because of its health checks. */
    public static boolean failedHealthChecks(Task stopped) {
        return stopped.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED
                && UNHEALTHY.equals(stopped.stoppedReason());
    }

    /** Whether a task was RUNNING for so long. */
    public static boolean ran(Task stopped, Duration least) {
        Instant started = stopped.startedAt();
        Instant ended = stopped.stoppingAt() == null ? stopped.stoppedAt() : stopped.stoppingAt();
        return started != null && ended != null && !ended.isBefore(started.plus(least));
    }

    /** The deployment after one more failure. */
    public static Deployment after(Deployment deployment, boolean ran, Instant now, BackoffSettings settings) {
        Deployment counted = counted(deployment, now);
        Instant next = deployment.nextAttemptAt();
        int before = deployment.consecutiveFailures() == null ? 0 : deployment.consecutiveFailures();
        boolean atOnce = ran && before == 1 && isCountedNow(deployment, now);
        if (atOnce || (next != null && now.isBefore(next))) {
            return counted;
        }
        int failures = before + 1;
        Duration delay = Backoff.delay(ran ? failures - 1 : failures, deployment.id(), settings);
        return counted.toBuilder()
                .consecutiveFailures(failures)
                .nextAttemptAt(delay.isZero() ? null : now.plus(delay))
                .build();
    }

    /**
     * Whether what was counted last was counted at this very moment, and nobody waits for it. Also true if something else changed the deployment at this
     * moment, such as another desired count: then one task more is replaced at once, and the next one that fails is counted.
     */
    static boolean isCountedNow(Deployment deployment, Instant now) {
        return deployment.nextAttemptAt() == null && deployment.updatedAt().equals(now);
    }

    /** The deployment after one more failed task that is no reason to wait. */
    public static Deployment counted(Deployment deployment, Instant now) {
        return deployment.toBuilder()
                .failedTasks(deployment.failedTasks() + 1)
                .updatedAt(now)
                .build();
    }

    /** Whether a task that is healthy since then became so after the last failure that was counted. */
    public static boolean overcome(Deployment deployment, Instant healthySince) {
        boolean counted = deployment.consecutiveFailures() != null || deployment.failedTasks() > 0;
        return counted && healthySince.isAfter(deployment.updatedAt());
    }

    /**
     * The deployment after one of its tasks became healthy. Where tasks crash in a row it goes on waiting: in such a loop each becomes healthy.
     *
     * @param forgetsFailed whether the circuit breaker begins to count anew
     */
    public static Deployment reset(Deployment deployment, boolean forgetsFailed) {
        return deployment.toBuilder()
                .failedTasks(forgetsFailed ? 0 : deployment.failedTasks())
                .consecutiveFailures(null)
                .nextAttemptAt(waitsForCrashes(deployment) ? deployment.nextAttemptAt() : null)
                .build();
    }

    private static boolean waitsForCrashes(Deployment deployment) {
        return deployment.consecutiveCrashes() != null && deployment.consecutiveCrashes() > 1;
    }
}
