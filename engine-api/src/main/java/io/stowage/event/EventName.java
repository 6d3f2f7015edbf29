package io.stowage.event;

/** What happened to a service. Each name has the {@link EventType} that ECS gives it. */
public enum EventName {
    /** The service has as many running tasks as desired, and nothing left to do. */
    SERVICE_STEADY_STATE(EventType.INFO),

    /** A task set has as many running tasks as desired. */
    TASKSET_STEADY_STATE(EventType.INFO),

    /** A capacity provider of the service has reached a steady state. */
    CAPACITY_PROVIDER_STEADY_STATE(EventType.INFO),

    /** Scaling changed the desired count. */
    SERVICE_DESIRED_COUNT_UPDATED(EventType.INFO),

    /** Tasks were started to even out availability zones. */
    TASKS_STARTED(EventType.INFO),

    /** Tasks were stopped to even out availability zones. */
    TASKS_STOPPED(EventType.INFO),

    /** The service began to even out availability zones. */
    SERVICE_REBALANCING_STARTED(EventType.INFO),

    /** The availability zones are even. */
    SERVICE_REBALANCING_COMPLETED(EventType.INFO),

    /** The service stopped evening out availability zones before it was done. */
    SERVICE_REBALANCING_STOPPED(EventType.INFO),

    /** A deployment began, or a rollback to it. */
    SERVICE_DEPLOYMENT_IN_PROGRESS(EventType.INFO),

    /** A deployment completed. */
    SERVICE_DEPLOYMENT_COMPLETED(EventType.INFO),

    /** Tasks can't be started consistently: back-off is at work. */
    SERVICE_TASK_START_IMPAIRED(EventType.WARN),

    /** A task is unhealthy in service discovery. */
    SERVICE_DISCOVERY_INSTANCE_UNHEALTHY(EventType.WARN),

    /** A task is unhealthy in VPC Lattice. */
    VPC_LATTICE_TARGET_UNHEALTHY(EventType.WARN),

    /** A task of a DAEMON service no longer meets the placement constraints. */
    SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED(EventType.ERROR),

    /** The service's operations are being throttled. */
    ECS_OPERATION_THROTTLED(EventType.ERROR),

    /** Operations of service discovery are being throttled. */
    SERVICE_DISCOVERY_OPERATION_THROTTLED(EventType.ERROR),

    /** A task could not be placed. */
    SERVICE_TASK_PLACEMENT_FAILURE(EventType.ERROR),

    /** A task could not be started because of its configuration. */
    SERVICE_TASK_CONFIGURATION_FAILURE(EventType.ERROR),

    /** The health of the tasks could not be found out. */
    SERVICE_HEALTH_UNKNOWN(EventType.ERROR),

    /** A deployment failed. */
    SERVICE_DEPLOYMENT_FAILED(EventType.ERROR);

    private final EventType eventType;

    EventName(EventType eventType) {
        this.eventType = eventType;
    }

    /** How serious it is. */
    public EventType eventType() {
        return eventType;
    }
}
