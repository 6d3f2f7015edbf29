package io.stowage.core.state;

import io.stowage.core.deployment.StartFailures;
import io.stowage.core.deployment.TaskHealth;
import io.stowage.core.service.TaskBucket;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
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
        boolean timed = task.wanted() && task.task.lastStatus() == TaskStatus.RUNNING && !task.checked;
        boolean begins = timed
                && task.bucket != null
                && task.bucket != TaskBucket.STARTED
                && task.bucket != TaskBucket.HEALTHY
                && task.bucket != TaskBucket.DRAINING_STARTED
                && task.bucket != TaskBucket.DRAINING_HEALTHY;
        if (timed && (begins || task.bucket == null)) {
            Instant matures = TaskHealth.maturesAt(task.task, healthyAfterRunning);
            if (matures.isAfter(now)) {
                task.maturesAt = matures;
                deployment.awaitMaturity(task);
            }
        } else if (!timed) {
            task.maturesAt = null;
        }
        boolean comesIn = task.bucket == null;
        move(task, deployment, bucketOf(task));
        if (comesIn && healthy(task.bucket) && overcameFailures(task, deployment, healthyAfterRunning)) {
            deployment.noteHealthy();
        }
    }

    /**
     * Whether a task that was healthy already when the state was read has become so since failures were counted: an engine that had moved the
     * time on, and then ended, did not see it.
     */
    private static boolean overcameFailures(TaskState task, DeploymentState deployment, Duration healthyAfterRunning) {
        return !task.checked
                && StartFailures.overcome(
                        deployment.deployment(), TaskHealth.maturesAt(task.task, healthyAfterRunning));
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

    /** Lets tasks become healthy that have run long enough, and the protection of tasks end whose time has come. */
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

    /** A task that is healthy when it comes in did not become so by that; nor did one whose instance drains no more. */
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
        if (from != null && !healthy(from) && healthy(to)) {
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
        boolean draining = task.instance != null && task.instance.draining();
        if (task.task.lastStatus().compareTo(TaskStatus.RUNNING) < 0) {
            return draining ? TaskBucket.DRAINING_PENDING : TaskBucket.PENDING;
        }
        if (task.checked && task.task.healthStatus() == HealthStatus.UNHEALTHY) {
            return draining ? TaskBucket.DRAINING_STARTED : TaskBucket.UNHEALTHY;
        }
        boolean healthy = task.checked ? task.task.healthStatus() == HealthStatus.HEALTHY : task.maturesAt == null;
        if (healthy) {
            return draining ? TaskBucket.DRAINING_HEALTHY : TaskBucket.HEALTHY;
        }
        return draining ? TaskBucket.DRAINING_STARTED : TaskBucket.STARTED;
    }
}
