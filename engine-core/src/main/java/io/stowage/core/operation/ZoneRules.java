package io.stowage.core.operation;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.service.ZoneBalance;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import java.util.List;

/** What a service that evens out availability zones by itself may not be: ECS's rules. */
final class ZoneRules {

    private static final String FIELD = "availabilityZoneRebalancing is ENABLED; ";
    private static final String SPREAD = "attribute:" + ZoneBalance.ZONE;

    private ZoneRules() {}

    /** Checks a service as it would be. */
    static void check(Service service) {
        if (service.availabilityZoneRebalancing() != AvailabilityZoneRebalancing.ENABLED) {
            return;
        }
        require(
                service.schedulingStrategy() == SchedulingStrategy.REPLICA,
                "a DAEMON service has one task on each container instance. Leave it out");
        require(
                RolloutLimits.maximumPercent(service.deploymentConfiguration()) > 100,
                "maximumPercent has to be more than 100, so that a task can be started before another one stops");
        require(
                service.placementConstraints().stream()
                        .noneMatch(each -> String.valueOf(each.expression()).contains(ZoneBalance.ZONE)),
                "no placement constraint may name " + ZoneBalance.ZONE);
        require(
                startsWithZones(service.placementStrategy()),
                "placementStrategy has to be empty, or to begin with spread over " + SPREAD);
    }

    private static boolean startsWithZones(List<PlacementStrategy> strategies) {
        return strategies.isEmpty()
                || (strategies.get(0).type() == PlacementStrategyType.SPREAD
                        && SPREAD.equals(strategies.get(0).field()));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new InvalidParameterException(FIELD + rule);
        }
    }
}
