package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a deployment before it has completed, and goes back to the one that completed last.
 *
 * <p>That one becomes PRIMARY again, as it is: those of its tasks that are still there go on serving, and only what was stopped in the
 * meantime is started again. So it stays among the service's deployments, INACTIVE when it has no task left, until the one after it has
 * completed. It is IN_PROGRESS until it has all its tasks again; by having completed before it is known for a rollback.
 */
public final class Rollback {

    private Rollback() {}

    /** Whether a PRIMARY deployment is a rollback: it is under way, and has completed before. */
    public static boolean isOne(Deployment deployment) {
        return deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS && deployment.completedAt() != null;
    }

    /** Of deployments the one that completed last; null if none ever did. */
    public static @Nullable Deployment target(List<Deployment> deployments) {
        Deployment last = null;
        Instant latest = Instant.MIN;
        for (Deployment deployment : deployments) {
            Instant completed = completedAt(deployment);
            if (completed != null && completed.isAfter(latest)) {
                last = deployment;
                latest = completed;
            }
        }
        return last;
    }

    /** When it completed last; one of which only that is known, when it changed last. */
    private static @Nullable Instant completedAt(Deployment deployment) {
        boolean onlyThat =
                deployment.completedAt() == null && deployment.rolloutState() == DeploymentRolloutState.COMPLETED;
        return onlyThat ? deployment.updatedAt() : deployment.completedAt();
    }

    /** The service after its PRIMARY deployment has FAILED, and nothing is gone back to. */
    public static Service failed(Service service, String reason, Instant now) {
        List<Deployment> deployments = new ArrayList<>(service.deployments());
        deployments.set(0, failed(deployments.get(0), reason, now));
        return service.toBuilder().deployments(deployments).build();
    }

    /** The service after its PRIMARY deployment has FAILED, on its way back to the target. */
    public static Service rolledBack(
            Service service, Deployment target, String reason, String reasonOfTarget, Instant now) {
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(again(target, service.desiredCount(), reasonOfTarget, now));
        for (Deployment deployment : service.deployments()) {
            if (deployment.status() == DeploymentStatus.PRIMARY) {
                deployments.add(failed(deployment, reason, now).toBuilder()
                        .status(DeploymentStatus.ACTIVE)
                        .build());
            } else if (!deployment.equals(target)) {
                deployments.add(deployment);
            }
        }
        return service.toBuilder()
                .taskDefinition(target.taskDefinition())
                .launchType(target.launchType())
                .capacityProviderStrategy(target.capacityProviderStrategy())
                .platformFamily(target.platformFamily())
                .platformVersion(target.platformVersion())
                .networkConfiguration(target.networkConfiguration())
                .deployments(deployments)
                .build();
    }

    private static Deployment failed(Deployment deployment, String reason, Instant now) {
        return deployment.toBuilder()
                .rolloutState(DeploymentRolloutState.FAILED)
                .rolloutStateReason(reason)
                .updatedAt(now)
                .build();
    }

    private static Deployment again(Deployment target, int desiredCount, String reason, Instant now) {
        return target.toBuilder()
                .status(DeploymentStatus.PRIMARY)
                .desiredCount(desiredCount)
                .failedTasks(0)
                .consecutiveFailures(null)
                .consecutiveCrashes(null)
                .nextAttemptAt(null)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .rolloutStateReason(reason)
                .updatedAt(now)
                .completedAt(completedAt(target))
                .rolledBackAt(now)
                .bakesUntil(null)
                .alarmsIgnored(null)
                .triggeredAlarmNames(List.of())
                .build();
    }
}
