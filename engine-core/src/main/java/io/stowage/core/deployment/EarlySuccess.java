package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.Service;
import io.stowage.model.ServiceRevisionCleanup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS's early success criteria: when a deployment is COMPLETED though not all its tasks are healthy, or older ones are still there. They say nothing of
 * how tasks are replaced: that goes on as if nothing had happened. Only nothing watches the deployment any more, as nothing watches any that is COMPLETED.
 *
 * <p>A rollback has none: it is over when what had been serving is back as it was.
 */
public final class EarlySuccess {

    private static final int ALL = 100;

    private EarlySuccess() {}

    /** Whether the PRIMARY deployment of a service may succeed early. */
    public static boolean isPossible(Service service, Deployment primary) {
        return of(service, primary) != null;
    }

    /**
     * How many healthy tasks the PRIMARY deployment needs to be COMPLETED: without criteria as many as desired, with them {@code ceil(desired ·
     * healthyPercent / 100)} and at least one; none if none is desired.
     */
    public static int healthyTasks(Service service, Deployment primary) {
        DeploymentEarlySuccessCriteria criteria = of(service, primary);
        int desired = service.desiredCount();
        int percent = criteria == null ? ALL : Objects.requireNonNullElse(criteria.healthyPercent(), ALL);
        return Math.min(desired, Math.max(1, RolloutLimits.lower(desired, percent)));
    }

    /** Whether it is COMPLETED only once the tasks of older deployments are gone. */
    public static boolean awaitsCleanup(Service service, Deployment primary) {
        DeploymentEarlySuccessCriteria criteria = of(service, primary);
        return criteria == null || criteria.sourceServiceRevisionCleanup() != ServiceRevisionCleanup.DEFERRED;
    }

    private static @Nullable DeploymentEarlySuccessCriteria of(Service service, Deployment primary) {
        DeploymentEarlySuccessCriteria criteria =
                service.deploymentConfiguration().earlySuccessCriteria();
        return criteria == null || !criteria.enable() || Rollback.isOne(primary) ? null : criteria;
    }
}
