package io.stowage.core.operation;

import io.stowage.RebalancePlan;
import io.stowage.RebalanceRequest;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.ClusterCopy;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.ServiceStatus;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Says which tasks to move so that services are balanced. The loop only copies what that takes; whoever asked plans. */
public record PlanRebalance(RebalanceRequest request) implements WhatIf<RebalancePlan> {

    private static final int LARGEST_BUDGET = 1_000;

    @Override
    public Supplier<RebalancePlan> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.range("budget", request.budget(), 1, LARGEST_BUDGET);
        List<Rebalancing.Part> parts = services(turn).stream()
                .map(service -> new Rebalancing.Part(service.record(), service.tasksAside()))
                .toList();
        ClusterCopy copy = new ClusterCopy(turn.state(), turn.now());
        PlacementRules rules = turn.rules();
        Ids ids = turn.state().ids();
        return () -> new Rebalancing(parts, copy, rules, ids).plan(request.budget());
    }

    private Collection<ServiceState> services(OperationTurn turn) {
        ClusterState state = turn.state();
        if (request.service() == null) {
            return state.services().stream()
                    .filter(service -> service.record().status() == ServiceStatus.ACTIVE)
                    .filter(service -> service.record().schedulingStrategy() == SchedulingStrategy.REPLICA)
                    .toList();
        }
        ServiceState service = DeleteService.find(turn, request.service());
        if (service.record().status() != ServiceStatus.ACTIVE) {
            throw new ServiceNotActiveException("Service " + service.record().serviceName() + " is "
                    + service.record().status() + "; only an ACTIVE one can be rebalanced");
        }
        return List.of(service);
    }
}
