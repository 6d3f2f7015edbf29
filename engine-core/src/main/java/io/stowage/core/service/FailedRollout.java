package io.stowage.core.service;

import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.core.deployment.Rollback;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.Service;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends the rollout of a service whose circuit breaker fires. That changes which deployment is PRIMARY, so it is a plan of its own, with no
 * launches and stops in it: what follows for the tasks is decided on the service as it is then, at once.
 */
final class FailedRollout {

    private FailedRollout() {}

    /** The plan that ends it; null if the breaker doesn't fire. */
    static @Nullable ServicePlan plan(ServiceView view, Instant now) {
        Service service = view.service();
        Deployment primary = service.deployments().get(Headcount.PRIMARY);
        if (!CircuitBreaker.fires(service, primary)) {
            return null;
        }
        DeploymentCircuitBreaker breaker = Objects.requireNonNull(CircuitBreaker.of(service));
        Deployment target = breaker.rollback() ? Rollback.target(service.deployments()) : null;
        return target == null ? giveUp(service, breaker.rollback(), now) : rollBack(service, target, now);
    }

    private static ServicePlan rollBack(Service service, Deployment target, Instant now) {
        Service changed = Rollback.rolledBack(
                service, target, RolloutReasons.breakerFired(), RolloutReasons.breakerRollsBackTo(target.id()), now);
        return plan(changed, List.of(failed(service), ServiceEvents.rollingBack(service, target.id())), now);
    }

    private static ServicePlan giveUp(Service service, boolean inVain, Instant now) {
        String reason = inVain ? RolloutReasons.breakerFiredWithoutTarget() : RolloutReasons.breakerFired();
        List<String> events = inVain
                ? List.of(failed(service), ServiceEvents.nothingToRollBackTo(service))
                : List.of(failed(service));
        return plan(Rollback.failed(service, reason, now), events, now);
    }

    private static String failed(Service service) {
        return ServiceEvents.deploymentFailed(
                service, service.deployments().get(Headcount.PRIMARY).id());
    }

    private static ServicePlan plan(Service changed, List<String> events, Instant now) {
        return new ServicePlan(List.of(), List.of(), changed, events, now, false);
    }
}
