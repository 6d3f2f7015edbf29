package io.stowage.core.operation;

import io.stowage.CreateServiceRequest;
import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.ServiceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentController;
import io.stowage.model.DeploymentControllerType;
import io.stowage.model.PropagateTags;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceBuilder;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: CreateService. A service that is there just as this request would make it is answered as it is, with a client token or without. An
 * INACTIVE one of the name is replaced.
 *
 * @param definition a revision that services may use, checked before
 * @param principal who asks; empty if nobody was named
 */
public record CreateService(CreateServiceRequest request, TaskDefinition definition, String principal)
        implements ClusterOperation<Service> {

    private static final String NAME = "CreateService";

    @Override
    public void check() {
        ServiceRules.check(request);
        PlacementSupport.check(definition);
        PlacementSupport.checkTogether(definition, request.placementConstraints());
        FargateRequests.check(definition, request.networkConfiguration());
    }

    @Override
    public Service apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Service before = madeBefore(request, turn);
        if (before != null) {
            return before;
        }
        check();
        Service service = AlarmWatch.begun(service(turn), state.raisedAlarms());
        if (service.schedulingStrategy() == SchedulingStrategy.REPLICA) {
            RolloutLimits.requireFeasible(service.desiredCount(), service.deploymentConfiguration());
        }
        FargateRequests.check(service, definition);
        FargateRequests.checkVersion(
                request.platformVersion(), LaunchTarget.of(service).platform(definition));
        EarlySuccessRules.checkTogether(service.deploymentConfiguration());
        ZoneRules.check(service);
        ServiceState known = state.service(request.serviceName());
        if (known != null && known.record().status() != ServiceStatus.INACTIVE) {
            return answerKnown(known, service);
        }
        if (known != null) {
            turn.transaction().deleteService(request.serviceName());
        }
        turn.transaction().putDefinition(definition);
        turn.transaction().putService(service);
        if (request.clientToken() != null) {
            ClientTokens.remember(turn, NAME, request.clientToken(), request, List.of(service.serviceArn()));
        }
        return Objects.requireNonNull(state.service(request.serviceName())).described();
    }

    /** What the same request made before under its client token, as it is now; null if it has none, it is new, or the service is gone. */
    static @Nullable Service madeBefore(CreateServiceRequest request, OperationTurn turn) {
        if (request.clientToken() == null || ClientTokens.made(turn, NAME, request.clientToken(), request) == null) {
            return null;
        }
        ServiceState known = turn.state().service(request.serviceName());
        return known == null || known.record().status() != ServiceStatus.ACTIVE ? null : known.described();
    }

    private static Service answerKnown(ServiceState known, Service asked) {
        if (known.record().status() == ServiceStatus.DRAINING) {
            throw new InvalidParameterException("Unable to Start a service that is still Draining: "
                    + known.record().serviceArn() + ". Wait until it is INACTIVE, or use another name.");
        }
        if (!sameBut(known.record(), asked)) {
            throw new InvalidParameterException("Creation of service was not idempotent. "
                    + known.record().serviceArn() + " is there with other settings; update it, or use another name.");
        }
        return known.described();
    }

    /** Whether the service is as it would be made now, but for the moment, the deployments since and what is moved. */
    private static boolean sameBut(Service known, Service asked) {
        boolean daemon = asked.schedulingStrategy() == SchedulingStrategy.DAEMON;
        return known.toBuilder()
                .desiredCount(daemon ? asked.desiredCount() : known.desiredCount())
                .createdAt(asked.createdAt())
                .createdBy(asked.createdBy())
                .deployments(asked.deployments())
                .instanceRebalancing(asked.instanceRebalancing())
                .build()
                .equals(asked);
    }

    private Service service(OperationTurn turn) {
        SchedulingStrategy strategy = ServiceRules.strategy(request);
        int desiredCount = Objects.requireNonNullElse(request.desiredCount(), 0);
        LaunchTarget target = LaunchTarget.of(
                providers(strategy, turn.state()), request.launchType(), request.networkConfiguration());
        ServiceBuilder service = Service.builder()
                .serviceArn(turn.state().ids().service(request.serviceName()))
                .serviceName(request.serviceName())
                .clusterArn(turn.state().ids().cluster())
                .status(ServiceStatus.ACTIVE)
                .desiredCount(desiredCount)
                .taskDefinition(definition.taskDefinitionArn())
                .deploymentConfiguration(
                        DeploymentConfigurations.withDefaults(request.deploymentConfiguration(), strategy))
                .deployments(List.of(Deployments.primary(definition, target, desiredCount, turn.now(), turn.random())))
                .createdAt(turn.now())
                .createdBy(principal.isEmpty() ? null : principal)
                .placementConstraints(Lists.orEmpty(request.placementConstraints()))
                .placementStrategy(Lists.orEmpty(request.placementStrategy()))
                .healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds())
                .schedulingStrategy(strategy)
                .deploymentController(new DeploymentController(DeploymentControllerType.ECS))
                .tags(Lists.orEmpty(request.tags()))
                .enableECSManagedTags(Boolean.TRUE.equals(request.enableECSManagedTags()))
                .propagateTags(orNone(request.propagateTags()))
                .maximumTaskLifetimeSeconds(ServiceRules.lifetime(request.maximumTaskLifetimeSeconds()))
                .availabilityZoneRebalancing(Objects.requireNonNullElse(
                        request.availabilityZoneRebalancing(), AvailabilityZoneRebalancing.DISABLED));
        target.putInto(service, definition);
        return service.build();
    }

    /** A DAEMON service is on the instances of all capacity providers, whatever the cluster's default is. */
    private List<CapacityProviderStrategyItem> providers(SchedulingStrategy strategy, ClusterState state) {
        return strategy == SchedulingStrategy.DAEMON
                ? List.of()
                : StrategyRules.effective(request.capacityProviderStrategy(), request.launchType(), state);
    }

    private static PropagateTags orNone(@Nullable PropagateTags asked) {
        return asked == null ? PropagateTags.NONE : asked;
    }
}
