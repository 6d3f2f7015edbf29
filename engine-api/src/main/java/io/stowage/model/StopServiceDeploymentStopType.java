package io.stowage.model;

/** What becomes of a service whose deployment is stopped. */
public enum StopServiceDeploymentStopType {
    /** Nothing more of the deployment is launched, and what runs stays until somebody updates the service. */
    ABORT,

    /** The service goes back to the last deployment that had completed. */
    ROLLBACK
}
