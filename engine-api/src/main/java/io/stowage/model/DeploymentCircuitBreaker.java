package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * Ends a deployment whose tasks keep failing.
 *
 * @param enable whether it watches deployments
 * @param rollback whether the service goes back to its last COMPLETED deployment when it fires
 * @param resetOnHealthyTask whether a healthy task sets the count of failures to 0; null means true
 * @param thresholdConfiguration when it fires; null means BOUNDED_PERCENT with 50
 * @param countCrashes whether a task counts, too, that was healthy and ended by itself; null means false. Not ECS's. Without {@code
 *     resetOnHealthyTask} false each task that comes up sets the count to 0 before it crashes
 */
public record DeploymentCircuitBreaker(
        boolean enable,
        boolean rollback,
        @Nullable Boolean resetOnHealthyTask,
        @Nullable ThresholdConfiguration thresholdConfiguration,
        @Nullable Boolean countCrashes) {

    /** One that counts what ECS counts. */
    public DeploymentCircuitBreaker(
            boolean enable,
            boolean rollback,
            @Nullable Boolean resetOnHealthyTask,
            @Nullable ThresholdConfiguration thresholdConfiguration) {
        this(enable, rollback, resetOnHealthyTask, thresholdConfiguration, null);
    }
}
