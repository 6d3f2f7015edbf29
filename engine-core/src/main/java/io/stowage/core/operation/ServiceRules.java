package io.stowage.core.operation;

import io.stowage.CreateServiceRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentController;
import io.stowage.model.DeploymentControllerType;
import io.stowage.model.DeploymentStrategy;
import io.stowage.model.LaunchType;
import io.stowage.model.PropagateTags;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.ThresholdConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a service may ask for. What ECS has and this engine hasn't built is refused by name, never kept without effect. */
final class ServiceRules {

    private static final int LONGEST_TOKEN = 36;
    /** As long as any deployment may take in ECS: 30 days. */
    private static final int LONGEST_BAKE_MINUTES = 43_200;

    private static final String LEAVE_OUT = "leave it out";

    private static final String LIFETIME = "maximumTaskLifetimeSeconds";
    private static final int SHORTEST_LIFETIME = 60;
    /** A year. */
    private static final int LONGEST_LIFETIME = 31_536_000;

    private ServiceRules() {}

    static void check(CreateServiceRequest request) {
        Check.name("serviceName", request.serviceName());
        Check.clientToken(request.clientToken(), LONGEST_TOKEN);
        Check.tags(request.tags());
        StrategyRules.check(request.launchType());
        checkLifetime(request.maximumTaskLifetimeSeconds());
        checkDesiredCount(request.desiredCount());
        if (strategy(request) == SchedulingStrategy.DAEMON) {
            DaemonRules.check(request.desiredCount(), request.placementStrategy(), request.deploymentConfiguration());
        } else if (request.desiredCount() == null) {
            throw new InvalidParameterException("desiredCount is missing; a REPLICA service needs one of 0 or more");
        }
        checkProviders(request.capacityProviderStrategy(), request.launchType(), strategy(request));
        Check.unsupported("loadBalancers", request.loadBalancers());
        Check.unsupported("serviceRegistries", request.serviceRegistries());
        refuse("role", request.role());
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
        checkLifetime(request.maximumTaskLifetimeSeconds());
        checkDesiredCount(request.desiredCount());
        if (strategy == SchedulingStrategy.DAEMON) {
            DaemonRules.check(request.desiredCount(), request.placementStrategy(), request.deploymentConfiguration());
        }
        checkProviders(request.capacityProviderStrategy(), null, strategy);
        Check.unsupported("loadBalancers", request.loadBalancers());
        Check.unsupported("serviceRegistries", request.serviceRegistries());
        checkSettings(request.healthCheckGracePeriodSeconds(), request.enableExecuteCommand(), request.propagateTags());
        checkController(request.deploymentController());
        check(request.deploymentConfiguration());
        PlacementSupport.check(request.placementConstraints(), request.placementStrategy());
    }

    /** As it is stored: null for none. */
    static @Nullable Integer lifetime(@Nullable Integer asked) {
        return asked == null || asked == 0 ? null : asked;
    }

    private static void checkLifetime(@Nullable Integer asked) {
        Integer lifetime = lifetime(asked);
        if (lifetime != null && (lifetime < SHORTEST_LIFETIME || lifetime > LONGEST_LIFETIME)) {
            throw new InvalidParameterException(LIFETIME + " is " + lifetime + "; it must be " + SHORTEST_LIFETIME
                    + " to " + LONGEST_LIFETIME + ", or 0 for no limit");
        }
    }

    private static void checkProviders(
            @Nullable List<CapacityProviderStrategyItem> asked,
            @Nullable LaunchType launchType,
            SchedulingStrategy strategy) {
        if (strategy == SchedulingStrategy.DAEMON && asked != null && !asked.isEmpty()) {
            throw new InvalidParameterException("Specifying a capacity provider strategy is not supported when you"
                    + " create a service using the DAEMON scheduling strategy. Leave capacityProviderStrategy out: the"
                    + " service has one task on each container instance.");
        }
        if (strategy == SchedulingStrategy.DAEMON && launchType == LaunchType.FARGATE) {
            throw new InvalidParameterException("The DAEMON scheduling strategy is not supported with FARGATE launch"
                    + " type: there is no container instance to have one task each. Use REPLICA, or EC2.");
        }
        StrategyRules.check(asked, launchType);
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
        checkAlarms(field + "alarms.", configuration.alarms());
        Check.range(field + "bakeTimeInMinutes", configuration.bakeTimeInMinutes(), 0, LONGEST_BAKE_MINUTES);
        EarlySuccessRules.check(configuration.earlySuccessCriteria());
    }

    private static void checkAlarms(String field, @Nullable DeploymentAlarms alarms) {
        if (alarms == null) {
            return;
        }
        if (alarms.enable() && alarms.alarmNames().isEmpty()) {
            throw new InvalidParameterException(
                    field + "alarmNames is empty, but alarms.enable is true; name at least one alarm");
        }
        alarms.alarmNames().forEach(name -> RaiseAlarm.checkName(field + "alarmNames", name));
    }

    private static void checkBreaker(String field, @Nullable DeploymentCircuitBreaker breaker) {
        ThresholdConfiguration threshold = breaker == null ? null : breaker.thresholdConfiguration();
        if (threshold != null) {
            Check.range(field + "thresholdConfiguration.value", threshold.value(), 1, Integer.MAX_VALUE);
        }
    }
}
