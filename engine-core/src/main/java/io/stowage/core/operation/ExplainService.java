package io.stowage.core.operation;

import io.stowage.PlacementExplanation;
import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
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
        Service record = DeleteService.find(turn, service).record();
        if (record.status() != ServiceStatus.ACTIVE) {
            throw new ServiceNotActiveException(
                    "service " + record.serviceName() + " is " + record.status() + "; it places no tasks");
        }
        Deployment primary = record.deployments().get(PRIMARY);
        Share one = new Share(LaunchTarget.first(primary), 1);
        PlacementRequest request = PlacementRequests.ofService(record, primary, one, turn.state(), turn.rules());
        return PlacementAnswers.explanation(
                Placer.explain(request, turn.state().inventory(), turn.random()),
                turn.state().ids());
    }
}
