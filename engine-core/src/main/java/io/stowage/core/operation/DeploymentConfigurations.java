package io.stowage.core.operation;

import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentStrategy;
import io.stowage.model.SchedulingStrategy;
import org.jspecify.annotations.Nullable;

/** Fills in what a deployment configuration leaves out. */
final class DeploymentConfigurations {

    /** ECS's defaults for REPLICA. */
    private static final DeploymentConfiguration DEFAULTS =
            new DeploymentConfiguration(null, 200, 100, null, DeploymentStrategy.ROLLING, null, null);

    private static final DeploymentConfiguration DEFAULTS_OF_DAEMON =
            new DeploymentConfiguration(null, 100, 0, null, DeploymentStrategy.ROLLING, null, null);

    private DeploymentConfigurations() {}

    static DeploymentConfiguration withDefaults(@Nullable DeploymentConfiguration asked, SchedulingStrategy strategy) {
        return changed(strategy == SchedulingStrategy.DAEMON ? DEFAULTS_OF_DAEMON : DEFAULTS, asked);
    }

    /** What is asked for, and the current value of what is not. */
    static DeploymentConfiguration changed(DeploymentConfiguration current, @Nullable DeploymentConfiguration asked) {
        if (asked == null) {
            return current;
        }
        return new DeploymentConfiguration(
                or(asked.deploymentCircuitBreaker(), current.deploymentCircuitBreaker()),
                or(asked.maximumPercent(), current.maximumPercent()),
                or(asked.minimumHealthyPercent(), current.minimumHealthyPercent()),
                or(asked.alarms(), current.alarms()),
                or(asked.strategy(), current.strategy()),
                or(asked.bakeTimeInMinutes(), current.bakeTimeInMinutes()),
                or(asked.earlySuccessCriteria(), current.earlySuccessCriteria()));
    }

    private static <T> @Nullable T or(@Nullable T asked, @Nullable T current) {
        return asked == null ? current : asked;
    }
}
