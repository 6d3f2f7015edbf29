package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeploymentCircuitBreaker;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import org.jspecify.annotations.Nullable;

/**
 * ECS's deployment circuit breaker: a deployment fails once as many of its tasks have failed as a threshold says, which follows the
 * service's desired count. It watches a deployment until that is COMPLETED. A rollback isn't watched: there is nothing to go back to
 * from it, and giving it up would leave the service without what had been serving.
 */
public final class CircuitBreaker {

    private static final ThresholdConfiguration DEFAULT_THRESHOLD =
            new ThresholdConfiguration(ThresholdType.BOUNDED_PERCENT, 50);
    private static final int LEAST = 3;
    private static final int MOST = 200;

    private CircuitBreaker() {}

    /** With how many failed tasks a deployment of a service of this size fails; at least 1. */
    public static int threshold(@Nullable ThresholdConfiguration configuration, int desiredCount) {
        ThresholdConfiguration asked = configuration == null ? DEFAULT_THRESHOLD : configuration;
        long percent = ((long) desiredCount * asked.value() + 99) / 100;
        return switch (asked.type()) {
            case BOUNDED_PERCENT -> (int) Math.max(LEAST, Math.min(MOST, percent));
            case UNBOUNDED_PERCENT -> (int) Math.max(1, Math.min(Integer.MAX_VALUE, percent));
            case COUNT -> asked.value();
        };
    }

    /** The breaker of a service, if it is enabled. */
    public static @Nullable DeploymentCircuitBreaker of(Service service) {
        DeploymentCircuitBreaker breaker = service.deploymentConfiguration().deploymentCircuitBreaker();
        return breaker == null || !breaker.enable() ? null : breaker;
    }

    /** Whether the PRIMARY deployment of a service fails now. */
    public static boolean fires(Service service, Deployment primary) {
        DeploymentCircuitBreaker breaker = of(service);
        return breaker != null
                && primary.rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && !Rollback.isOne(primary)
                && primary.failedTasks() >= threshold(breaker.thresholdConfiguration(), service.desiredCount());
    }

    /**
     * What the breaker of a service does about a deployment.
     *
     * @param over whether the deployment is over, or the way back from it has begun
     */
    public static ServiceDeploymentCircuitBreaker described(Service service, Deployment deployment, boolean over) {
        DeploymentCircuitBreaker breaker = of(service);
        int threshold = threshold(breaker == null ? null : breaker.thresholdConfiguration(), service.desiredCount());
        return new ServiceDeploymentCircuitBreaker(
                status(breaker, deployment, threshold, over), deployment.failedTasks(), threshold);
    }

    private static ServiceDeploymentRollbackMonitorsStatus status(
            @Nullable DeploymentCircuitBreaker breaker, Deployment deployment, int threshold, boolean over) {
        if (breaker == null) {
            return ServiceDeploymentRollbackMonitorsStatus.DISABLED;
        }
        if (!over) {
            return ServiceDeploymentRollbackMonitorsStatus.MONITORING;
        }
        boolean fired =
                deployment.rolloutState() == DeploymentRolloutState.FAILED && deployment.failedTasks() >= threshold;
        return fired
                ? ServiceDeploymentRollbackMonitorsStatus.TRIGGERED
                : ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE;
    }

    /** Whether a task of a service counts that was healthy and ended by itself. */
    public static boolean countsCrashes(Service service) {
        DeploymentCircuitBreaker breaker = of(service);
        return breaker != null && Boolean.TRUE.equals(breaker.countCrashes());
    }

    /** Whether a task that is healthy sets the count of failed ones to 0. */
    public static boolean resetsOnHealthyTask(Service service) {
        DeploymentCircuitBreaker breaker = of(service);
        return breaker == null || !Boolean.FALSE.equals(breaker.resetOnHealthyTask());
    }
}
