package io.stowage.core.operation;

import io.stowage.core.placement.Demand;
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
        return ofService(
                service,
                count,
                Objects.requireNonNull(state.definition(deployment.taskDefinition())),
                state.demand(deployment.taskDefinition(), null),
                rules);
    }

    /** So many tasks of a deployment of this revision, each of which takes that. */
    static PlacementRequest ofService(
            Service service, int count, TaskDefinition definition, Demand demand, PlacementRules rules) {
        String group = "service:" + service.serviceName();
        return new PlacementRequest(
                group,
                demand,
                count,
                PlacementSupport.constraints(definition, service.placementConstraints()),
                service.placementStrategy(),
                true,
                rules.of(definition, group));
    }
}
