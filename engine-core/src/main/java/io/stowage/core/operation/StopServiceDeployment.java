package io.stowage.core.operation;

import io.stowage.core.deployment.Rollback;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.core.service.ServiceEvents;
import io.stowage.core.state.PastDeployment;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ConflictException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceDeploymentNotFoundException;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.StopServiceDeploymentStopType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ECS: StopServiceDeployment. The deployment under way has FAILED by that; the service scheduler does the rest. */
public record StopServiceDeployment(String serviceDeploymentArn, StopServiceDeploymentStopType stopType)
        implements ClusterOperation<ServiceDeployment> {

    @Override
    public ServiceDeployment apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        PastDeployment past = ServiceDeployments.find(turn.state(), serviceDeploymentArn);
        if (past == null || !past.deployment().serviceDeploymentArn().equals(serviceDeploymentArn)) {
            throw new ServiceDeploymentNotFoundException("Service deployment not found: '" + serviceDeploymentArn
                    + "'. ListServiceDeployments names those that are remembered.");
        }
        boolean back = stopType == StopServiceDeploymentStopType.ROLLBACK;
        ServiceDeploymentStatus status = past.deployment().status();
        if (!back || status != ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS) {
            requireInProgress(status);
            ServiceState service = DeleteService.find(turn, past.deployment().serviceArn());
            requirePrimary(past, service.record());
            stop(service, back, turn);
        }
        PastDeployment after = Objects.requireNonNull(ServiceDeployments.find(turn.state(), serviceDeploymentArn));
        return ServiceDeployments.described(after, turn.state());
    }

    private void requireInProgress(ServiceDeploymentStatus status) {
        if (status == ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS) {
            throw new ConflictException(
                    serviceDeploymentArn
                            + " is on its way back already; update the service if it is to run something else",
                    List.of());
        }
        if (status != ServiceDeploymentStatus.IN_PROGRESS) {
            throw new ConflictException(
                    serviceDeploymentArn + " is " + status + "; only a deployment that is under way can be stopped",
                    List.of());
        }
    }

    /** A history that has lost its newest record may not know that this one is over. */
    private void requirePrimary(PastDeployment past, Service service) {
        boolean primary = !service.deployments().isEmpty()
                && PastDeployment.number(service.deployments().get(0)).equals(past.number());
        if (!primary) {
            throw new ConflictException(
                    serviceDeploymentArn + " is not what " + service.serviceArn() + " rolls out; it can't be stopped",
                    List.of());
        }
    }

    private static void stop(ServiceState known, boolean back, OperationTurn turn) {
        Service service = known.record();
        Deployment stopped = service.deployments().get(0);
        Deployment target = back ? Rollback.target(service.deployments()) : null;
        if (back && target == null) {
            throw new InvalidParameterException("stopType is ROLLBACK, but no deployment of " + service.serviceArn()
                    + " has ever completed, so that there is nothing to go back to; use ABORT");
        }
        turn.transaction().putService(after(service, target, turn.now()));
        turn.transaction().addEvent(known, ServiceEvents.deploymentStopped(service, stopped.id()));
        if (target != null) {
            turn.transaction().addEvent(known, ServiceEvents.rollingBack(service, target.id()));
        }
    }

    private static Service after(Service service, @Nullable Deployment target, Instant now) {
        return target == null
                ? Rollback.failed(service, RolloutReasons.stopped(), now)
                : Rollback.rolledBack(
                        service, target, RolloutReasons.stopped(), RolloutReasons.stoppedRollsBackTo(target.id()), now);
    }
}
