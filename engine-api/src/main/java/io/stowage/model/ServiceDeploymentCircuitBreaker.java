package io.stowage.model;

import java.util.Objects;

/**
 * The circuit breaker of a service deployment, as it stands or stood when that ended.
 *
 * @param status what it does
 * @param failureCount how many failed tasks it counts
 * @param threshold with how many it ends the deployment
 */
public record ServiceDeploymentCircuitBreaker(
        ServiceDeploymentRollbackMonitorsStatus status, int failureCount, int threshold) {

    /** Checks what is required for null. */
    public ServiceDeploymentCircuitBreaker {
        Objects.requireNonNull(status, "ServiceDeploymentCircuitBreaker.status is required");
    }
}
