package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * Has a deployment be COMPLETED before all its tasks are healthy. From then on nothing ends it, and nothing goes back from it; what it lacks is started
 * all the same.
 *
 * @param enable whether it is so
 * @param healthyPercent how many of its tasks have to be healthy, in percent of the desired count, rounded up, 0 to 100 and not less than {@code
 *     minimumHealthyPercent}; at least one has to be, whatever it says. Null only if it is not enabled
 * @param sourceServiceRevisionCleanup whether the tasks of older deployments have to be gone, too. Null only if it is not enabled
 */
public record DeploymentEarlySuccessCriteria(
        boolean enable,
        @Nullable Integer healthyPercent,
        @Nullable ServiceRevisionCleanup sourceServiceRevisionCleanup) {}
