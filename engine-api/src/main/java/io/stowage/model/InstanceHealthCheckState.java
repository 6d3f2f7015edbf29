package io.stowage.model;

/**
 * The outcome of a check of a container instance. From worst to best: IMPAIRED, INSUFFICIENT_DATA, INITIALIZING, OK; the overall
 * status is the worst of its checks.
 */
public enum InstanceHealthCheckState {
    /** The check failed. */
    IMPAIRED,

    /** The check has no current answer. */
    INSUFFICIENT_DATA,

    /** The check has not given its first answer yet. */
    INITIALIZING,

    /** The check passed. */
    OK
}
