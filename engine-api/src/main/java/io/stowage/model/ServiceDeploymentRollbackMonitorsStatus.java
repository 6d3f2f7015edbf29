package io.stowage.model;

/** What a monitor of a service deployment, such as its circuit breaker, is doing. */
public enum ServiceDeploymentRollbackMonitorsStatus {
    /** It has ended the deployment. */
    TRIGGERED,

    /** It watches the deployment. */
    MONITORING,

    /** The deployment ended without it. */
    MONITORING_COMPLETE,

    /** It is not enabled. */
    DISABLED
}
