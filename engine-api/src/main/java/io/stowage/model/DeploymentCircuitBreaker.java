package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * Ends a deployment whose tasks keep failing.
 *
 * @param enable whether it watches deployments
 * @param rollback whether the service goes back to its last COMPLETED deployment when it fires
 * @param resetOnHealthyTask whether a healthy task sets the count of failures to 0; null means true
 * @param thresholdConfiguration when it fires; null means BOUNDED_PERCENT with 50
 */
public record DeploymentCircuitBreaker(
        boolean enable,
        boolean rollback,
        @Nullable Boolean resetOnHealthyTask,
        @Nullable ThresholdConfiguration thresholdConfiguration) {}
