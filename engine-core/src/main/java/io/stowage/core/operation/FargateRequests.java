package io.stowage.core.operation;

import io.stowage.core.definition.FargateSizes;
import io.stowage.core.placement.Demand;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.PlatformUnknownException;
import io.stowage.model.Compatibility;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.NetworkMode;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.Service;
import io.stowage.model.TaskDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What RunTask and services may ask for on FARGATE, and what only there. */
final class FargateRequests {

    /** How ECS chooses a place there, where nobody else may. */
    static final List<PlacementStrategy> SPREAD =
            List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"));

    private static final int MOST_SUBNETS = 16;
    private static final int MOST_SECURITY_GROUPS = 5;

    private FargateRequests() {}

    /**
     * Checks a task or a service on FARGATE; null is the same as empty.
     *
     * @throws InvalidParameterException if the definition isn't for it, or something is asked of placement
     */
    static void check(TaskDefinition definition, @Nullable List<?> constraints, @Nullable List<?> strategies) {
        List<Compatibility> compatibilities = definition.compatibilities();
        if (compatibilities == null || !compatibilities.contains(Compatibility.FARGATE)) {
            throw new InvalidParameterException("Task definition does not support launch_type FARGATE: "
                    + definition.familyRevision() + " has the compatibilities " + Lists.orEmpty(compatibilities)
                    + ". Registering it with requiresCompatibilities FARGATE says what is in the way.");
        }
        refuse("placementConstraints", "Placement constraints", constraints);
        refuse("placementStrategy", "Placement strategies", strategies);
    }

    private static void refuse(String field, String what, @Nullable List<?> asked) {
        if (asked != null && !asked.isEmpty()) {
            throw new InvalidParameterException(
                    what + " are not supported with FARGATE launch type: " + field + " is " + asked + "; leave it out");
        }
    }

    static void check(Service service, TaskDefinition definition) {
        if (LaunchTarget.isFargate(service)) {
            check(definition, service.placementConstraints(), service.placementStrategy());
        }
    }

    /** What overrides make of a task must be a size of FARGATE's too. */
    static void checkSize(Demand demand) {
        if (!FargateSizes.allows(demand.cpu(), demand.memory())) {
            throw new InvalidParameterException("No Fargate configuration exists for given values: " + demand.cpu()
                    + " CPU, " + demand.memory() + " memory. With so many CPU units give the MiB "
                    + FargateSizes.of(demand.cpu()) + ".");
        }
    }

    /**
     * Checks a platform version that was asked for; null is none.
     *
     * @param platform of FARGATE; null for tasks that aren't on it
     * @throws PlatformUnknownException if there is no such version
     */
    static void checkVersion(@Nullable String asked, @Nullable FargatePlatform platform) {
        if (platform != null) {
            platform.check(asked);
        } else if (asked != null) {
            throw new InvalidParameterException(
                    "The platform version must be null when specifying an EC2 launch type: platformVersion is '" + asked
                            + "'; leave it out");
        }
    }

    /** Checks a network configuration by ECS's rules, on whatever its tasks run; null is none. */
    static void check(TaskDefinition definition, @Nullable NetworkConfiguration asked) {
        if (asked == null) {
            return;
        }
        String field = "networkConfiguration";
        if (definition.networkModeOrDefault() != NetworkMode.AWSVPC) {
            throw new InvalidParameterException(
                    "Network Configuration is not valid for the given networkMode of this task definition: " + field
                            + " is " + asked + ", and the networkMode of " + definition.familyRevision() + " is "
                            + definition.networkModeOrDefault() + "; leave it out, or use awsvpc");
        }
        if (asked.awsvpcConfiguration() == null) {
            throw new InvalidParameterException(
                    field + ".awsvpcConfiguration is missing; give it, or leave out " + field);
        }
        field += ".awsvpcConfiguration.";
        atMost(field + "subnets", asked.awsvpcConfiguration().subnets(), MOST_SUBNETS);
        atMost(field + "securityGroups", asked.awsvpcConfiguration().securityGroups(), MOST_SECURITY_GROUPS);
    }

    private static void atMost(String field, List<String> given, int most) {
        if (given.size() > most) {
            throw new InvalidParameterException(field + " has " + given.size() + " elements; give at most " + most);
        }
    }
}
