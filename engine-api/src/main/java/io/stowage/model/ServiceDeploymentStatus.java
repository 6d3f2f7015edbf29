package io.stowage.model;

/** How far a service deployment has got. */
public enum ServiceDeploymentStatus {
    /** Not begun. */
    PENDING,

    /** The new revision has taken over. */
    SUCCESSFUL,

    /** It was superseded, aborted, or has failed without anything being gone back to. */
    STOPPED,

    /** It is being stopped. */
    STOP_REQUESTED,

    /** Under way. */
    IN_PROGRESS,

    /** The way back is about to begin. */
    ROLLBACK_REQUESTED,

    /** On the way back to the last revision that had succeeded. */
    ROLLBACK_IN_PROGRESS,

    /** The last revision that had succeeded has all its tasks again. */
    ROLLBACK_SUCCESSFUL,

    /** The way back was superseded or aborted. */
    ROLLBACK_FAILED
}
