package io.stowage.testkit.invariant;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.ServiceStatus;
import org.jspecify.annotations.Nullable;

/**
 * S14, what it says of success: a deployment is COMPLETED in a commit after which it has as many healthy tasks as its service asks for, and no older task
 * is left unless the service lets it succeed without that.
 *
 * <p>A task without a health check counts as healthy here as soon as it is RUNNING: how long it has been is the engine's to know.
 */
final class Completions implements CommitCheck {

    private int early;

    /** How often a deployment succeeded without all its tasks, or beside older ones. */
    int early() {
        return early;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfService service : change.services) {
            Service before = service.before();
            Service after = service.after();
            if (before == null || after == null || after.status() != ServiceStatus.ACTIVE) {
                continue;
            }
            Deployment was = ServiceDecisions.primary(before);
            Deployment is = ServiceDecisions.primary(after);
            if (was != null && is != null && completes(was, is)) {
                check(was, is, after, mirror, report);
            }
        }
    }

    private static boolean completes(Deployment was, Deployment is) {
        return was.id().equals(is.id())
                && was.rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && is.rolloutState() == DeploymentRolloutState.COMPLETED;
    }

    private void check(Deployment was, Deployment is, Service service, ClusterMirror mirror, Report report) {
        int healthy = 0;
        int others = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            boolean own = is.id().equals(entry.task().startedBy());
            others += own ? 0 : 1;
            healthy += own && Convergence.isHealthy(entry.task(), mirror) ? 1 : 0;
        }
        DeploymentEarlySuccessCriteria criteria = was.completedAt() == null ? criteria(service) : null;
        boolean mayLeaveOthers =
                criteria != null && criteria.sourceServiceRevisionCleanup() == ServiceRevisionCleanup.DEFERRED;
        early += healthy < service.desiredCount() || others > 0 ? 1 : 0;
        if (healthy < needed(criteria, service.desiredCount()) || (others > 0 && !mayLeaveOthers)) {
            report.violated(
                    Invariant.S14,
                    "Deployment " + is.id() + " of " + service.serviceName() + " is COMPLETED with " + healthy + " of "
                            + service.desiredCount() + " tasks healthy and " + others + " of older deployments, under "
                            + service.deploymentConfiguration() + ".");
        }
    }

    /** A rollback, which has completed before, has none. */
    private static @Nullable DeploymentEarlySuccessCriteria criteria(Service service) {
        DeploymentEarlySuccessCriteria criteria =
                service.deploymentConfiguration().earlySuccessCriteria();
        return criteria != null && criteria.enable() ? criteria : null;
    }

    private static double needed(@Nullable DeploymentEarlySuccessCriteria criteria, int desired) {
        Integer percent = criteria == null ? null : criteria.healthyPercent();
        // Multiplied first: 25 * 0.56 is more than 14.
        return percent == null ? desired : Math.min(desired, Math.max(1, (double) desired * percent / 100));
    }
}
