package io.stowage.core.state;

import io.stowage.core.deployment.StartFailures;
import io.stowage.core.deployment.TaskHealth;
import io.stowage.core.service.TaskBucket;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts the tasks of a service into its deployments' buckets. */
final class Buckets {

    private Buckets() {}

    /** Puts a task where it belongs now. A task that stays where it was keeps its place in the order. */
    static void sort(TaskState task, Instant now, Duration healthyAfterRunning) {
        DeploymentState deployment = task.deployment;
        if (deployment == null) {
            return;
        }
        protect(task, deployment, now);
        boolean timed = isTimed(task);
        boolean begins =
                task.bucket == null || task.bucket == TaskBucket.PENDING || task.bucket == TaskBucket.DRAINING_PENDING;
        if (timed && begins) {
            await(task, deployment, now, healthyAfterRunning);
        } else if (!timed) {
            task.maturesAt = null;
        }
        boolean comesIn = task.bucket == null;
        move(task, deployment, bucketOf(task));
        if (comesIn && healthy(task.bucket) && overcameFailures(task, deployment, healthyAfterRunning)) {
            deployment.noteHealthy();
        }
    }

    /** Whether it depends on how long the task has been RUNNING what it counts for: on nothing else, or its bad health is not held against it yet. */
    private static boolean isTimed(TaskState task) {
        boolean running = task.wanted() && task.task.lastStatus() == TaskStatus.RUNNING;
        return running && !(task.checked && grace(task).isZero());
    }

    private static void await(TaskState task, DeploymentState deployment, Instant now, Duration healthyAfterRunning) {
        Instant matures = TaskHealth.maturesAt(task.task, task.checked ? grace(task) : healthyAfterRunning);
        if (matures.isAfter(now)) {
            task.maturesAt = matures;
            deployment.awaitMaturity(task);
        }
    }

    /** How long after it is RUNNING a task may be UNHEALTHY. */
    private static Duration grace(TaskState task) {
        return task.service == null ? Duration.ZERO : TaskHealth.grace(task.service.record());
    }

    /** The grace period of a service has become another one. */
    static void grace(ServiceState service, Instant now, Duration healthyAfterRunning) {
        for (DeploymentState deployment : service.deploymentStates()) {
            List<TaskState> tasks = deployment.wantedTasks();
            tasks.removeIf(task -> !task.checked);
            tasks.forEach(task -> task.maturesAt = null);
            deployment.sortMaturing();
            for (TaskState task : tasks) {
                if (isTimed(task)) {
                    await(task, deployment, now, healthyAfterRunning);
                }
                move(task, deployment, bucketOf(task));
            }
            deployment.sortMaturing();
        }
    }

    /**
     * Whether a task that was healthy already when the state was read has become so since failures were counted: an engine that had moved the
     * time on, or committed what it was told, and then ended, did not get as far as to forget them.
     */
    private static boolean overcameFailures(TaskState task, DeploymentState deployment, Duration healthyAfterRunning) {
        Instant since = task.checked ? task.task.healthyAt() : TaskHealth.maturesAt(task.task, healthyAfterRunning);
        return since != null && StartFailures.overcome(deployment.deployment(), since);
    }

    /** Protection counts until its time has come; it ends by itself then, and nothing is written. */
    private static void protect(TaskState task, DeploymentState deployment, Instant now) {
        Instant until = task.task.protectionExpirationDate();
        boolean holds = until != null && until.isAfter(now) && task.wanted();
        deployment.protectUntil(task, holds ? until : null);
    }

    /** Takes a task out, as if it had never been in. */
    static void leave(TaskState task) {
        task.maturesAt = null;
        if (task.deployment != null) {
            task.deployment.protectUntil(task, null);
            move(task, task.deployment, null);
            task.deployment.sortMaturing();
        }
    }

    /** Lets tasks become healthy that have run long enough, unhealthy whose grace period is over, and lets protection end whose time has come. */
    static void mature(ServiceState service, Instant now) {
        for (DeploymentState deployment : service.deploymentStates()) {
            deployment.endProtection(now);
            TaskState task = deployment.takeMatured(now);
            while (task != null) {
                task.maturesAt = null;
                move(task, deployment, bucketOf(task));
                task = deployment.takeMatured(now);
            }
        }
    }

    /**
     * A task that is healthy when it comes in did not become so by that; nor did one whose instance drains no more, is no longer lost, or is
     * a place for it again.
     */
    private static void move(TaskState task, DeploymentState deployment, @Nullable TaskBucket to) {
        TaskBucket from = task.bucket;
        if (from == to) {
            return;
        }
        if (from != null) {
            deployment.leave(from, task);
        }
        if (to != null) {
            deployment.enter(to, task);
        }
        task.bucket = to;
        boolean wasElsewhere = from == TaskBucket.LOST || from == TaskBucket.MISPLACED;
        if (from != null && !wasElsewhere && !healthy(from) && healthy(to)) {
            deployment.noteHealthy();
        }
    }

    private static boolean healthy(@Nullable TaskBucket bucket) {
        return bucket == TaskBucket.HEALTHY || bucket == TaskBucket.DRAINING_HEALTHY;
    }

    private static @Nullable TaskBucket bucketOf(TaskState task) {
        if (!task.wanted()) {
            return null;
        }
        if (task.misplaced) {
            return TaskBucket.MISPLACED;
        }
        if (task.instance != null && task.instance.lost()) {
            return TaskBucket.LOST;
        }
        boolean draining = task.instance != null && task.instance.draining();
        if (task.task.lastStatus().compareTo(TaskStatus.RUNNING) < 0) {
            return draining ? TaskBucket.DRAINING_PENDING : TaskBucket.PENDING;
        }
        boolean waits = task.maturesAt != null;
        if (task.checked && task.task.healthStatus() == HealthStatus.UNHEALTHY) {
            return draining ? TaskBucket.DRAINING_STARTED : waits ? TaskBucket.STARTED : TaskBucket.UNHEALTHY;
        }
        boolean healthy = task.checked ? task.task.healthStatus() == HealthStatus.HEALTHY : !waits;
        if (healthy) {
            return draining ? TaskBucket.DRAINING_HEALTHY : TaskBucket.HEALTHY;
        }
        return draining ? TaskBucket.DRAINING_STARTED : TaskBucket.STARTED;
    }
}
