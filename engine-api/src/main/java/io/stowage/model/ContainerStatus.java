package io.stowage.model;

/**
 * How far a container has got, in this order. Only moves to a later constant, except that a container which its agent restarts
 * in place stays RUNNING.
 */
public enum ContainerStatus {
    /** Known to the agent; nothing was done yet. */
    PENDING,

    /** Its image is there. */
    PULLED,

    /** Created, not started. */
    CREATED,

    /** Started. */
    RUNNING,

    /** Ended, or never to be started. */
    STOPPED
}
