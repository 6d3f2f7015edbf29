package io.stowage.model;

/** The state of a service. */
public enum ServiceStatus {
    /** The service runs tasks. */
    ACTIVE,

    /** The service was deleted and still has tasks to stop. */
    DRAINING,

    /** The service was deleted and all its tasks are stopping or stopped. */
    INACTIVE
}
