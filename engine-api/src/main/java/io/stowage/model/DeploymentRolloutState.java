package io.stowage.model;

/** How far the rollout of a deployment has got. */
public enum DeploymentRolloutState {
    /** Under way. */
    IN_PROGRESS,

    /** All desired tasks are running and healthy, and nothing older is left. */
    COMPLETED,

    /** The circuit breaker or an alarm fired: no new tasks are launched for it. */
    FAILED
}
