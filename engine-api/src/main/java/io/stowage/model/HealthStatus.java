package io.stowage.model;

/** What is known of the health of a container, or of a task over its essential containers. */
public enum HealthStatus {
    /** The last health check passed; of a task: all essential containers are healthy. */
    HEALTHY,

    /** The health check has failed as often as its retries allow; of a task: an essential container is unhealthy. */
    UNHEALTHY,

    /** Not evaluated yet, or there is no health check. */
    UNKNOWN
}
