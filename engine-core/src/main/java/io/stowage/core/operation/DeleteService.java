package io.stowage.core.operation;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Kind;
import io.stowage.core.state.ServiceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;

/**
 * ECS: DeleteService. The service becomes DRAINING and wants no tasks; the service scheduler stops those it has, and makes it INACTIVE
 * when they are gone. A DAEMON service needs no force.
 */
public record DeleteService(String service, boolean force) implements ClusterOperation<Service> {

    @Override
    public Service apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        ServiceState known = find(turn, service);
        Service before = known.record();
        if (before.status() != ServiceStatus.ACTIVE) {
            return known.described();
        }
        boolean scaled = before.schedulingStrategy() == SchedulingStrategy.REPLICA && before.desiredCount() > 0;
        if (scaled && !force) {
            throw new InvalidParameterException("The service cannot be stopped while it is scaled above 0: "
                    + before.serviceArn() + " has desiredCount " + before.desiredCount()
                    + ". Scale it to 0 first, or set force.");
        }
        turn.transaction()
                .putService(before.toBuilder()
                        .status(ServiceStatus.DRAINING)
                        .desiredCount(0)
                        .deployments(Deployments.scaled(before.deployments(), 0, turn.now()))
                        .build());
        return known.described();
    }

    static ServiceState find(OperationTurn turn, String service) {
        ClusterState state = turn.state();
        ServiceState known = Lookup.service(state, service);
        if (known == null) {
            state.quarantine().refuse(Kind.SERVICE, Ids.shortId(service));
            throw new ServiceNotFoundException(
                    "Service not found: '" + service + "' in " + state.ids().cluster());
        }
        return known;
    }
}
