package io.stowage.model;

/** What the control plane wants of a task. Only ever moves from RUNNING to STOPPED. */
public enum DesiredStatus {
    /** The task is to run. */
    RUNNING,

    /** Part of ECS's vocabulary; never set. */
    PENDING,

    /** The task is to stop, for good. */
    STOPPED
}
