package io.stowage;

/** What came of a deployment. */
public enum DeploymentResult {
    /** It was still under way, or on its way back, when the waiting ended. */
    IN_PROGRESS,

    /** The new revision has taken over. */
    COMPLETED,

    /** It has failed, and nothing was gone back to. */
    FAILED,

    /** The service runs again what had completed before. */
    ROLLED_BACK,

    /** Somebody has stopped it, or deleted the service. */
    STOPPED,

    /** A newer deployment has taken its place, or that of its way back. */
    SUPERSEDED
}
