package io.stowage.core.operation;

import io.stowage.CreateServiceRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentController;
import io.stowage.model.DeploymentControllerType;
import io.stowage.model.DeploymentStrategy;
import io.stowage.model.LaunchType;
import io.stowage.model.PropagateTags;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.ThresholdConfiguration;
import org.jspecify.annotations.Nullable;

/** What a service may ask for. What ECS has and this engine hasn't built is refused by name, never kept without effect. */
final class ServiceRules {

    private static final int LONGEST_TOKEN = 36;
    private static final String LEAVE_OUT = "leave it out";

    private ServiceRules() {}

    static void check(CreateServiceRequest request) {
        Check.name("serviceName", request.serviceName());
        Check.clientToken(request.clientToken(), LONGEST_TOKEN);
        Check.tags(request.tags());
        checkKind(request);
        checkDesiredCount(request.desiredCount());
        if (strategy(request) == SchedulingStrategy.DAEMON) {
            DaemonRules.check(request.desiredCount(), request.placementStrategy(), request.deploymentConfiguration());
        } else if (request.desiredCount() == null) {
            throw new InvalidParameterException("desiredCount is missing; a REPLICA service needs one of 0 or more");
        }
        Check.unsupported("capacityProviderStrategy", request.capacityProviderStrategy());
        Check.unsupported("loadBalancers", request.loadBalancers());
        Check.unsupported("serviceRegistries", request.serviceRegistries());
        refuse("role", request.role());
        refuse("platformVersion", request.platformVersion());
        refuse("networkConfiguration", request.networkConfiguration());
        checkSettings(request.healthCheckGracePeriodSeconds(), request.enableExecuteCommand(), request.propagateTags());
        checkController(request.deploymentController());
        check(request.deploymentConfiguration());
        PlacementSupport.check(request.placementConstraints(), request.placementStrategy());
    }

    /** What it is to be; REPLICA if it isn't said. */
    static SchedulingStrategy strategy(CreateServiceRequest request) {
        SchedulingStrategy asked = request.schedulingStrategy();
        return asked == null ? SchedulingStrategy.REPLICA : asked;
    }

    static void check(UpdateServiceRequest request, SchedulingStrategy strategy) {
        checkDesiredCount(request.desiredCount());
        if (strategy == SchedulingStrategy.DAEMON) {
            DaemonRules.check(request.desiredCount(), request.placementStrategy(), request.deploymentConfiguration());
        }
        Check.unsupported("capacityProviderStrategy", request.capacityProviderStrategy());
        Check.unsupported("loadBalancers", request.loadBalancers());
        Check.unsupported("serviceRegistries", request.serviceRegistries());
        refuse("platformVersion", request.platformVersion());
        refuse("networkConfiguration", request.networkConfiguration());
        checkSettings(request.healthCheckGracePeriodSeconds(), request.enableExecuteCommand(), request.propagateTags());
        checkController(request.deploymentController());
        check(request.deploymentConfiguration());
        PlacementSupport.check(request.placementConstraints(), request.placementStrategy());
    }

    private static void checkKind(CreateServiceRequest request) {
        LaunchType launchType = request.launchType();
        Check.unsupported(launchType != null && launchType != LaunchType.EC2, "launchType", launchType, "use EC2");
    }

    private static void checkDesiredCount(@Nullable Integer desiredCount) {
        Check.range("desiredCount", desiredCount, 0, Integer.MAX_VALUE);
    }

    private static void refuse(String field, @Nullable Object value) {
        Check.unsupported(value != null, field, value, LEAVE_OUT);
    }

    private static void checkSettings(
            @Nullable Integer grace, @Nullable Boolean executeCommand, @Nullable PropagateTags propagateTags) {
        Check.range("healthCheckGracePeriodSeconds", grace, 0, Integer.MAX_VALUE);
        Check.unsupported(
                Boolean.TRUE.equals(executeCommand),
                "enableExecuteCommand",
                true,
                "there is no ExecuteCommand; " + LEAVE_OUT);
        Check.unsupported(
                propagateTags == PropagateTags.TASK_DEFINITION, "propagateTags", propagateTags, "use SERVICE or NONE");
    }

    private static void checkController(@Nullable DeploymentController controller) {
        Check.unsupported(
                controller != null && controller.type() != DeploymentControllerType.ECS,
                "deploymentController.type",
                controller == null ? null : controller.type(),
                "use ECS");
    }

    private static void check(@Nullable DeploymentConfiguration configuration) {
        if (configuration == null) {
            return;
        }
        String field = "deploymentConfiguration.";
        Check.range(field + "maximumPercent", configuration.maximumPercent(), 0, Integer.MAX_VALUE);
        Check.range(field + "minimumHealthyPercent", configuration.minimumHealthyPercent(), 0, Integer.MAX_VALUE);
        Check.unsupported(
                configuration.strategy() != null && configuration.strategy() != DeploymentStrategy.ROLLING,
                field + "strategy",
                configuration.strategy(),
                "use ROLLING");
        checkBreaker(field + "deploymentCircuitBreaker.", configuration.deploymentCircuitBreaker());
        Check.unsupported(
                configuration.alarms() != null && configuration.alarms().enable(),
                field + "alarms.enable",
                true,
                "use false or leave the alarms out");
        Check.unsupported(
                configuration.bakeTimeInMinutes() != null && configuration.bakeTimeInMinutes() > 0,
                field + "bakeTimeInMinutes",
                configuration.bakeTimeInMinutes(),
                "use 0 or leave it out");
    }

    private static void checkBreaker(String field, @Nullable DeploymentCircuitBreaker breaker) {
        ThresholdConfiguration threshold = breaker == null ? null : breaker.thresholdConfiguration();
        if (threshold != null) {
            Check.range(field + "thresholdConfiguration.value", threshold.value(), 1, Integer.MAX_VALUE);
        }
    }
}
