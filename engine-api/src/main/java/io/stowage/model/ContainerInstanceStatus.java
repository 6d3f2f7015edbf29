package io.stowage.model;

/** The state of a container instance. A caller can set {@link #ACTIVE} and {@link #DRAINING} only. */
public enum ContainerInstanceStatus {
    /** Being registered: not connected yet. */
    REGISTERING,

    /** Could not be registered; {@code statusReason} says why. */
    REGISTRATION_FAILED,

    /** Takes new tasks, while its agent is connected. */
    ACTIVE,

    /** Takes no new tasks; tasks of services on it are being replaced elsewhere. */
    DRAINING,

    /** Being deregistered. */
    DEREGISTERING,

    /** Deregistered. */
    INACTIVE
}
