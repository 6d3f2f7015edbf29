package io.stowage.core.service;

import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.core.deployment.Rollback;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.Service;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ends the rollout of a service whose circuit breaker fires, or of which an alarm went off; the breaker is asked first. That changes which deployment is
 * PRIMARY, so it is a plan of its own, with no launches and stops in it: what follows for the tasks is decided on the service as it is then, at once.
 */
final class FailedRollout {

    private FailedRollout() {}

    /**
     * Why a rollout fails.
     *
     * @param rollback whether the service is to go back
     * @param reason of the failed deployment
     * @param reasonOfTarget of the one that is gone back to, by its id
     * @param event what the service tells
     */
    private record Cause(boolean rollback, String reason, UnaryOperator<String> reasonOfTarget, String event) {}

    /** The plan that ends it; null if nothing does. */
    static @Nullable ServicePlan plan(ServiceView view, Instant now) {
        Service service = view.service();
        Cause cause = cause(service, service.deployments().get(Headcount.PRIMARY));
        if (cause == null) {
            return null;
        }
        Deployment target = cause.rollback() ? Rollback.target(service.deployments()) : null;
        return target == null ? giveUp(service, cause, now) : rollBack(service, cause, target, now);
    }

    private static @Nullable Cause cause(Service service, Deployment primary) {
        DeploymentCircuitBreaker breaker = CircuitBreaker.of(service);
        if (breaker != null && CircuitBreaker.fires(service, primary)) {
            return new Cause(
                    breaker.rollback(),
                    RolloutReasons.breakerFired(),
                    RolloutReasons::breakerRollsBackTo,
                    ServiceEvents.deploymentFailed(service, primary.id()));
        }
        DeploymentAlarms alarms = AlarmWatch.of(service);
        if (alarms != null && AlarmWatch.fires(service, primary)) {
            return new Cause(
                    alarms.rollback(),
                    RolloutReasons.alarmsFired(primary.triggeredAlarmNames()),
                    RolloutReasons::alarmsRollBackTo,
                    ServiceEvents.alarmDetected(service, primary.id()));
        }
        return null;
    }

    private static ServicePlan rollBack(Service service, Cause cause, Deployment target, Instant now) {
        Service changed = Rollback.rolledBack(
                service, target, cause.reason(), cause.reasonOfTarget().apply(target.id()), now);
        return plan(changed, List.of(cause.event(), ServiceEvents.rollingBack(service, target.id())), now);
    }

    private static ServicePlan giveUp(Service service, Cause cause, Instant now) {
        boolean inVain = cause.rollback();
        String reason = inVain ? RolloutReasons.withoutTarget(cause.reason()) : cause.reason();
        List<String> events =
                inVain ? List.of(cause.event(), ServiceEvents.nothingToRollBackTo(service)) : List.of(cause.event());
        return plan(Rollback.failed(service, reason, now), events, now);
    }

    private static ServicePlan plan(Service changed, List<String> events, Instant now) {
        return new ServicePlan(List.of(), List.of(), changed, events, now, false);
    }
}
