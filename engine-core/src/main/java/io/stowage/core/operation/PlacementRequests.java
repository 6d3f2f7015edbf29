package io.stowage.core.operation;

import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterState;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.TaskDefinition;
import java.util.Objects;

/** What is asked of placement. */
public final class PlacementRequests {

    private PlacementRequests() {}

    /** So many tasks of a deployment, whose revision the partition has a copy of. */
    public static PlacementRequest ofService(
            Service service, Deployment deployment, int count, ClusterState state, PlacementRules rules) {
        TaskDefinition definition = Objects.requireNonNull(state.definition(deployment.taskDefinition()));
        String group = "service:" + service.serviceName();
        return new PlacementRequest(
                group,
                state.demand(deployment.taskDefinition(), null),
                count,
                PlacementSupport.constraints(definition, service.placementConstraints()),
                service.placementStrategy(),
                true,
                rules.of(definition, group));
    }
}
