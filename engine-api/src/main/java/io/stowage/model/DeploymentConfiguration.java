package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a service's deployments are rolled out. In a request, what is absent keeps its value or gets its default.
 *
 * @param deploymentCircuitBreaker null means disabled
 * @param maximumPercent how many tasks may be RUNNING or PENDING during a deployment, in percent of the desired count,
 *     rounded down; null means 200, for DAEMON 100
 * @param minimumHealthyPercent how many tasks have to stay healthy, in percent of the desired count, rounded up; null
 *     means 100, for DAEMON 0
 * @param alarms null means none
 * @param strategy null means ROLLING
 * @param bakeTimeInMinutes how long a deployment is watched after all its tasks are healthy and the old ones gone; null
 *     means 5 minutes with alarms, and not at all without
 * @param earlySuccessCriteria null means that a deployment is COMPLETED with all its tasks
 */
@RecordBuilder
public record DeploymentConfiguration(
        @Nullable DeploymentCircuitBreaker deploymentCircuitBreaker,
        @Nullable Integer maximumPercent,
        @Nullable Integer minimumHealthyPercent,
        @Nullable DeploymentAlarms alarms,
        @Nullable DeploymentStrategy strategy,
        @Nullable Integer bakeTimeInMinutes,
        @Nullable DeploymentEarlySuccessCriteria earlySuccessCriteria) {

    /** A configuration in which everything is left to its default. */
    public static DeploymentConfiguration defaults() {
        return new DeploymentConfiguration(null, null, null, null, null, null, null);
    }

    /** A builder with every field absent. */
    public static DeploymentConfigurationBuilder builder() {
        return DeploymentConfigurationBuilder.builder();
    }

    /** A builder that starts from this value. */
    public DeploymentConfigurationBuilder toBuilder() {
        return DeploymentConfigurationBuilder.builder(this);
    }
}
