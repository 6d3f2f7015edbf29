package io.stowage.core.operation;

import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterState;
import io.stowage.model.Deployment;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is asked of placement. */
public final class PlacementRequests {

    private PlacementRequests() {}

    /** So many tasks of a deployment, whose revision the partition has a copy of, on any instances. */
    public static PlacementRequest ofService(
            Service service, Deployment deployment, int count, ClusterState state, PlacementRules rules) {
        return ofService(service, deployment, new Share(null, count), state, rules);
    }

    /** The same on the instances of a capacity provider. */
    public static PlacementRequest ofService(
            Service service, Deployment deployment, Share share, ClusterState state, PlacementRules rules) {
        return ofService(
                service,
                share.tasks(),
                Objects.requireNonNull(state.definition(deployment.taskDefinition())),
                state.demand(deployment.taskDefinition(), null, share.capacityProvider()),
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
                constraints(service, definition),
                service.placementStrategy(),
                true,
                rules.of(definition, group));
    }

    /** No instance has two tasks of a DAEMON service. */
    private static List<PlacementConstraint> constraints(Service service, TaskDefinition definition) {
        List<PlacementConstraint> asked = PlacementSupport.constraints(definition, service.placementConstraints());
        if (service.schedulingStrategy() != SchedulingStrategy.DAEMON) {
            return asked;
        }
        List<PlacementConstraint> all = new ArrayList<>(asked);
        all.add(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        return all;
    }
}
