package io.stowage.core.placement;

import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests have in common that can be answered from the same ranking: everything but how many tasks there are, and how much cpu,
 * memory and GPUs each takes.
 *
 * @param group empty if it doesn't matter whose tasks are where: then all groups share the ranking
 * @param strategies with the service's default in place
 * @param capacityProvider null for instances of any, and of none
 */
record Shape(
        String group,
        List<PlacementStrategy> strategies,
        List<PlacementConstraint> constraints,
        List<HostPort> ports,
        List<Attribute> attributes,
        @Nullable String capacityProvider) {

    static Shape of(PlacementRequest request) {
        List<PlacementStrategy> strategies = request.effectiveStrategies();
        boolean counts = counts(strategies, request.constraints());
        Demand demand = request.demand();
        return new Shape(
                counts ? request.group() : "",
                strategies,
                request.constraints(),
                demand.ports(),
                demand.attributes(),
                demand.capacityProvider());
    }

    private static boolean counts(List<PlacementStrategy> strategies, List<PlacementConstraint> constraints) {
        for (int i = 0; i < strategies.size(); i++) {
            if (strategies.get(i).type() == PlacementStrategyType.SPREAD) {
                return true;
            }
        }
        return distinct(constraints);
    }

    private static boolean distinct(List<PlacementConstraint> constraints) {
        for (int i = 0; i < constraints.size(); i++) {
            if (constraints.get(i).type() == PlacementConstraintType.DISTINCT_INSTANCE) {
                return true;
            }
        }
        return false;
    }

    boolean distinct() {
        return distinct(constraints);
    }
}
