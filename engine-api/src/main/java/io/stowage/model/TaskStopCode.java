package io.stowage.model;

/** Why a task was stopped. The text beside it is {@code stoppedReason}. */
public enum TaskStopCode {
    /** The task stopped before it was RUNNING. */
    TASK_FAILED_TO_START("TaskFailedToStart"),

    /** An essential container of the task exited. */
    ESSENTIAL_CONTAINER_EXITED("EssentialContainerExited"),

    /** StopTask, or a forced deregistration of its container instance. */
    USER_INITIATED("UserInitiated"),

    /** Its service stopped it: scale-in, deployment, or unhealthy. */
    SERVICE_SCHEDULER_INITIATED("ServiceSchedulerInitiated"),

    /** Its container instance's spot capacity was taken back. */
    SPOT_INTERRUPTION("SpotInterruption"),

    /** Its container instance was about to be terminated. */
    TERMINATION_NOTICE("TerminationNotice"),

    /** Its container instance was found unhealthy. */
    INFRASTRUCTURE_HEALTH("InfrastructureHealth");

    private final String value;

    TaskStopCode(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
