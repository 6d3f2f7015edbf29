package io.stowage.core.state;

import io.stowage.core.placement.Demand;
import io.stowage.core.service.ServiceTask;
import io.stowage.core.service.TaskBucket;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task with what the state derives from it. Mutable; belongs to the loop's strand. */
final class TaskState implements ServiceTask {

    final String id;
    final Demand demand;
    /** Whether a container of the definition has a health check, so that health and not time decides. */
    final boolean checked;

    /** Where it is placed; null while it is PROVISIONING. */
    @Nullable
    InstanceState instance;

    final @Nullable ServiceState service;
    final @Nullable DeploymentState deployment;

    Task task;
    /** Where the task stands in its deployment; null if its desired status is STOPPED, or it is of no service. */
    @Nullable
    TaskBucket bucket;
    /**
     * When the task is healthy by the time it has run; where it has health checks, when they begin to be held against it. Null if it is not waiting
     * for that.
     */
    @Nullable
    Instant maturesAt;

    /** Until when the task is protected; null if it is not, or if that time has come. */
    @Nullable
    Instant protectedUntil;

    /** Of a DAEMON service, whether it is where none of its tasks is to be. */
    boolean misplaced;

    /** @param id of its ARN, in the very text that others hold already */
    TaskState(String id, Task task, Origin origin) {
        this.id = id;
        this.task = task;
        this.demand = origin.demand();
        this.checked = origin.checked();
        this.instance = origin.instance();
        this.service = origin.service();
        this.deployment = origin.deployment();
    }

    /** What a task comes from, resolved once. */
    record Origin(
            Demand demand,
            boolean checked,
            @Nullable InstanceState instance,
            @Nullable ServiceState service,
            @Nullable DeploymentState deployment) {}

    @Override
    public Task task() {
        return task;
    }

    @Override
    public Demand demand() {
        return demand;
    }

    @Override
    public boolean isProtected() {
        return protectedUntil != null;
    }

    /** Whether it waits for a container instance. */
    boolean provisioning() {
        return task.lastStatus() == TaskStatus.PROVISIONING;
    }

    boolean wanted() {
        return task.desiredStatus() == DesiredStatus.RUNNING;
    }

    boolean stopped() {
        return task.lastStatus() == TaskStatus.STOPPED;
    }
}
