package io.stowage.model;

/** How a service decides how many tasks it runs, and where. */
public enum SchedulingStrategy {
    /** As many tasks as its desired count says, placed by strategy and constraints. */
    REPLICA,

    /** One task on each ACTIVE container instance that meets the constraints. */
    DAEMON
}
