package io.stowage.core.service;

/**
 * Where a task of a service stands, for the scheduler. Each task whose desired status is RUNNING is in exactly one bucket of its
 * deployment. The draining buckets are for tasks on an instance that is DRAINING: they count as running, and are to be replaced.
 */
public enum TaskBucket {
    /** Not RUNNING yet. */
    PENDING,
    /** RUNNING, and not healthy yet: its health check has not answered, or it has not run long enough. */
    STARTED,
    /** RUNNING and healthy. */
    HEALTHY,
    /** RUNNING and UNHEALTHY. */
    UNHEALTHY,
    DRAINING_PENDING,
    /** RUNNING on a draining instance, not healthy or not healthy yet. */
    DRAINING_STARTED,
    DRAINING_HEALTHY,
    /** On an instance from which nothing has been heard for so long that the task doesn't count, neither as there nor as gone. */
    LOST,
    /** Of a DAEMON service, where none of its tasks is to be any more: it goes at once. */
    MISPLACED
}
