package io.stowage.core.service;

import io.stowage.model.Deployment;

/** A deployment with its tasks, at one moment. Counts are kept as the state changes: asking costs nothing. */
public interface DeploymentView {

    Deployment deployment();

    int count(TaskBucket bucket);

    /** Tasks that are on their way to be healthy. */
    default int comingUp() {
        return count(TaskBucket.PENDING) + count(TaskBucket.STARTED);
    }

    /** The bucket's tasks, in the order in which they came into it. */
    Iterable<? extends ServiceTask> tasks(TaskBucket bucket);

    /** The healthy tasks that are on instances which don't drain, the oldest first. */
    Iterable<? extends ServiceTask> oldestHealthy();

    /** How many of the bucket's tasks are protected now. */
    int protectedCount(TaskBucket bucket);

    /** Tasks whose desired status is STOPPED and that are not STOPPED yet. */
    int stopping();

    /** Tasks that are to run and whose records can't be read: they count as there, and are neither stopped nor replaced. */
    int aside();

    /** Whether the task of this ARN is one of those. */
    boolean isAside(String taskArn);
}
