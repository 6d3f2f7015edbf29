package io.stowage.core.operation;

import io.stowage.PlacementExplanation;
import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;

/** Says where the next task of a service's PRIMARY deployment would be placed, or why nowhere. */
public record ExplainService(String service) implements ReadOperation<PlacementExplanation> {

    private static final int PRIMARY = 0;

    @Override
    public PlacementExplanation apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        ServiceState known = DeleteService.find(turn, service);
        Service record = known.record();
        if (record.status() != ServiceStatus.ACTIVE) {
            throw new ServiceNotActiveException(
                    "service " + record.serviceName() + " is " + record.status() + "; it places no tasks");
        }
        Deployment primary = record.deployments().get(PRIMARY);
        Share next = StrategyRules.shares(
                        StrategyRules.followed(primary.launchType(), primary.capacityProviderStrategy()),
                        name -> known.tasksOn(primary.id(), name),
                        1)
                .get(0);
        PlacementRequest request = PlacementRequests.ofService(record, primary, next, turn.state(), turn.rules());
        return PlacementAnswers.explanation(
                Placer.explain(request, turn.state().inventory(), turn.random()),
                turn.state().ids());
    }
}
