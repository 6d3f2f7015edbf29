package io.stowage.model;

/**
 * How far a task has got, in this order: a task's {@code lastStatus} only moves to a later constant, so {@link #compareTo} tells
 * an old observation from a new one.
 */
public enum TaskStatus {
    /** Waiting for capacity, before it is placed on a container instance. */
    PROVISIONING,

    /** Placed; waiting for the agent of its container instance. */
    PENDING,

    /** Being launched: images are pulled, containers created and started. */
    ACTIVATING,

    /** Running. */
    RUNNING,

    /** About to stop: being taken out of service discovery and load balancing. */
    DEACTIVATING,

    /** Its containers are being stopped. */
    STOPPING,

    /** Its containers are gone; what was provisioned for it is being released. */
    DEPROVISIONING,

    /** Stopped for good. Kept for some time, for those who want to know why. */
    STOPPED,

    /** Removed. Seen only in passing. */
    DELETED
}
