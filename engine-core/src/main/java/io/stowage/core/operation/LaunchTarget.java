package io.stowage.core.operation;

import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentBuilder;
import io.stowage.model.LaunchType;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.Service;
import io.stowage.model.ServiceBuilder;
import io.stowage.model.TaskDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what tasks run, as it is kept of a service and of each deployment.
 *
 * @param launchType null with a strategy: ECS says one of the two
 * @param strategy empty with a launch type
 * @param networkConfiguration null for none
 */
record LaunchTarget(
        @Nullable LaunchType launchType,
        List<CapacityProviderStrategyItem> strategy,
        @Nullable NetworkConfiguration networkConfiguration) {

    /** With a strategy, or with a launch type if that is empty; EC2 if there is neither. */
    static LaunchTarget of(
            List<CapacityProviderStrategyItem> strategy,
            @Nullable LaunchType launchType,
            @Nullable NetworkConfiguration networkConfiguration) {
        LaunchType otherwise = launchType == null ? LaunchType.EC2 : launchType;
        return new LaunchTarget(strategy.isEmpty() ? otherwise : null, strategy, networkConfiguration);
    }

    static LaunchTarget of(Service service) {
        return new LaunchTarget(
                service.launchType(), service.capacityProviderStrategy(), service.networkConfiguration());
    }

    static boolean isFargate(Service service) {
        return of(service).isFargate();
    }

    boolean isFargate() {
        return StrategyRules.isFargate(StrategyRules.followed(launchType, strategy));
    }

    /** The platform of such tasks; null if they aren't on FARGATE. */
    @Nullable
    FargatePlatform platform(TaskDefinition definition) {
        return isFargate() ? FargatePlatform.of(definition) : null;
    }

    void putInto(ServiceBuilder service, TaskDefinition definition) {
        FargatePlatform platform = platform(definition);
        service.launchType(launchType)
                .capacityProviderStrategy(strategy)
                .networkConfiguration(networkConfiguration)
                .platformFamily(platform == null ? null : platform.family())
                .platformVersion(platform == null ? null : platform.version());
    }

    void putInto(DeploymentBuilder deployment, TaskDefinition definition) {
        FargatePlatform platform = platform(definition);
        deployment
                .launchType(launchType)
                .capacityProviderStrategy(strategy)
                .networkConfiguration(networkConfiguration)
                .platformFamily(platform == null ? null : platform.family())
                .platformVersion(platform == null ? null : platform.version());
    }
}
