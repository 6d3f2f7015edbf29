package io.stowage.core.state;

import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Rollback;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentBuilder;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceRevision;
import io.stowage.model.ServiceRevisionSummary;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a service's history when its record changes: a pure function of the record before and after.
 *
 * <p>One deployment of the history is under way at most, the newest that is not over: it begins with a new PRIMARY deployment and ends when
 * that has completed, failed, or is superseded. One that is gone back from goes on, as ROLLBACK_IN_PROGRESS, until the PRIMARY
 * deployment that the service goes back to has completed again.
 */
public final class ServiceHistory {

    /** The {@code statusReason} of one whose place a newer one has taken. */
    public static final String SUPERSEDED = "A newer service deployment has taken its place.";
    /** The {@code statusReason} of one whose service was deleted. */
    public static final String DELETED = "The service was deleted.";

    private final Service after;
    private final Ids ids;
    private final Instant now;
    private final Collection<PastDeployment> newestFirst;
    private final List<PastDeployment> changed = new ArrayList<>();

    private ServiceHistory(Service after, Collection<PastDeployment> newestFirst, Ids ids, Instant now) {
        this.after = after;
        this.ids = ids;
        this.now = now;
        this.newestFirst = newestFirst;
    }

    /** The deployments of the history that are new or another than before. */
    static List<PastDeployment> changed(
            @Nullable Service before, Service after, Collection<PastDeployment> newestFirst, Ids ids, Instant now) {
        Deployment was = before == null ? null : primary(before);
        Deployment is = primary(after);
        boolean wasActive = before == null || before.status() == ServiceStatus.ACTIVE;
        ServiceHistory history = new ServiceHistory(after, newestFirst, ids, now);
        if (is == null || (wasActive && after.status() != ServiceStatus.ACTIVE)) {
            history.breakOff(was, DELETED);
        } else if (was != null && was.id().equals(is.id())) {
            if (was.rolloutState() != is.rolloutState()) {
                history.end(is);
            }
        } else if (is.completedAt() == null) {
            history.breakOff(was, SUPERSEDED);
            history.begin(is, before);
        } else {
            history.goBack(is);
        }
        return history.changed;
    }

    private static @Nullable Deployment primary(Service service) {
        return service.deployments().isEmpty() ? null : service.deployments().get(0);
    }

    static boolean isUnderWay(PastDeployment past) {
        ServiceDeploymentStatus status = past.deployment().status();
        return status == ServiceDeploymentStatus.IN_PROGRESS || status == ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS;
    }

    private @Nullable PastDeployment underWay() {
        for (PastDeployment past : newestFirst) {
            if (isUnderWay(past)) {
                return past;
            }
        }
        return null;
    }

    private void begin(Deployment deployment, @Nullable Service before) {
        String number = PastDeployment.number(deployment);
        String revision = ids.serviceRevision(after.serviceName(), number);
        ServiceDeployment begun = ServiceDeployment.builder()
                .serviceDeploymentArn(ids.serviceDeployment(after.serviceName(), number))
                .serviceArn(after.serviceArn())
                .clusterArn(after.clusterArn())
                .createdAt(now)
                .startedAt(now)
                .updatedAt(now)
                .sourceServiceRevisions(before == null ? List.of() : sources(before))
                .targetServiceRevision(new ServiceRevisionSummary(revision, deployment.desiredCount(), 0, 0))
                .status(ServiceDeploymentStatus.IN_PROGRESS)
                .deploymentConfiguration(after.deploymentConfiguration())
                .deploymentCircuitBreaker(CircuitBreaker.described(after, deployment, false))
                .alarms(AlarmWatch.described(after, deployment, false))
                .build();
        changed.add(new PastDeployment(
                begun,
                new ServiceRevision(
                        revision,
                        after.serviceArn(),
                        after.clusterArn(),
                        deployment.taskDefinition(),
                        deployment.launchType(),
                        deployment.capacityProviderStrategy(),
                        now,
                        List.of())));
    }

    private List<ServiceRevisionSummary> sources(Service before) {
        return before.deployments().stream()
                .filter(deployment -> deployment.status() != DeploymentStatus.INACTIVE)
                .map(deployment -> new ServiceRevisionSummary(
                        ids.serviceRevision(before.serviceName(), PastDeployment.number(deployment)),
                        deployment.desiredCount(),
                        0,
                        0))
                .toList();
    }

    /** What was PRIMARY is so no more, or not of an ACTIVE service. */
    private void breakOff(@Nullable Deployment was, String reason) {
        PastDeployment underWay = underWay();
        if (underWay == null) {
            return;
        }
        boolean back = underWay.deployment().status() == ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS;
        ServiceDeploymentBuilder ended = underWay.deployment().toBuilder()
                .status(back ? ServiceDeploymentStatus.ROLLBACK_FAILED : ServiceDeploymentStatus.STOPPED)
                .stoppedAt(back ? null : now)
                .finishedAt(back ? now : null)
                .statusReason(reason);
        change(underWay, ended, back ? null : was);
    }

    /** The PRIMARY deployment has completed, or failed for good. */
    private void end(Deployment primary) {
        PastDeployment underWay = underWay();
        if (underWay == null) {
            return;
        }
        boolean back = underWay.deployment().status() == ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS;
        ServiceDeploymentBuilder ended = underWay.deployment().toBuilder().statusReason(primary.rolloutStateReason());
        if (primary.rolloutState() == DeploymentRolloutState.FAILED) {
            change(underWay, ended.status(ServiceDeploymentStatus.STOPPED).stoppedAt(now), primary);
        } else if (back) {
            change(
                    underWay,
                    ended.status(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL).finishedAt(now),
                    null);
        } else {
            change(underWay, ended.status(ServiceDeploymentStatus.SUCCESSFUL).finishedAt(now), primary);
        }
    }

    private void goBack(Deployment target) {
        PastDeployment underWay = underWay();
        if (underWay == null) {
            return;
        }
        String reason = String.valueOf(target.rolloutStateReason());
        String revision = ids.serviceRevision(after.serviceName(), PastDeployment.number(target));
        Deployment failed = null;
        for (Deployment deployment : after.deployments()) {
            failed = PastDeployment.number(deployment).equals(underWay.number()) ? deployment : failed;
        }
        change(
                underWay,
                underWay.deployment().toBuilder()
                        .status(ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS)
                        .statusReason(reason)
                        .rollback(new Rollback(reason, now, revision)),
                failed);
    }

    /** @param of the deployment whose circuit breaker is at rest by that; null if it is so already */
    private void change(PastDeployment known, ServiceDeploymentBuilder next, @Nullable Deployment of) {
        if (of != null) {
            next.deploymentCircuitBreaker(CircuitBreaker.described(after, of, true))
                    .alarms(AlarmWatch.described(after, of, true))
                    .deploymentConfiguration(after.deploymentConfiguration());
        }
        changed.add(new PastDeployment(next.updatedAt(now).build(), known.revision()));
    }
}
