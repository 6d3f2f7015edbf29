package io.stowage.core.operation;

import io.stowage.UpdateServiceRequest;
import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ServiceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.LaunchType;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceBuilder;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: UpdateService. Another revision, or {@code forceNewDeployment}, starts a new deployment, and the one before becomes ACTIVE. All
 * else that can be changed here doesn't, but that another capacity provider strategy has to come with one; a change of the desired count applies to the PRIMARY deployment.
 *
 * @param definition the revision asked for, that services may use, checked before; null if the service keeps its own
 */
public record UpdateService(
        UpdateServiceRequest request, @Nullable TaskDefinition definition) implements ClusterOperation<Service> {

    @Override
    public void check() {
        if (definition != null) {
            PlacementSupport.check(definition);
        }
    }

    @Override
    public Service apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        ServiceState known = DeleteService.find(turn, request.service());
        Service before = known.record();
        if (before.status() != ServiceStatus.ACTIVE) {
            throw new ServiceNotActiveException(
                    "Service was not ACTIVE: " + before.serviceArn() + " is " + before.status());
        }
        ServiceRules.check(request, before.schedulingStrategy());
        check();
        Service after = watched(before, changed(before, turn), turn);
        requireFeasible(before, after);
        requireRunnable(after, turn);
        EarlySuccessRules.checkTogether(after.deploymentConfiguration());
        ZoneRules.check(after);
        requireFewConstraints(after, turn);
        if (!after.equals(before)) {
            if (definition != null) {
                turn.transaction().putDefinition(definition);
            }
            turn.transaction().putService(after);
        }
        return known.described();
    }

    /** A new deployment, or alarms that are new to it, may find one of these in ALARM. */
    private static Service watched(Service before, Service after, OperationTurn turn) {
        boolean begins = !after.deployments()
                .get(0)
                .id()
                .equals(before.deployments().get(0).id());
        boolean others = !Objects.equals(
                before.deploymentConfiguration().alarms(),
                after.deploymentConfiguration().alarms());
        return begins || others ? AlarmWatch.begun(after, turn.state().raisedAlarms()) : after;
    }

    /** What could move before and isn't touched, still can; what could not, was never accepted. */
    private static void requireFeasible(Service before, Service after) {
        boolean touched = before.desiredCount() != after.desiredCount()
                || !before.deploymentConfiguration().equals(after.deploymentConfiguration());
        if (touched && after.schedulingStrategy() == SchedulingStrategy.REPLICA) {
            RolloutLimits.requireFeasible(after.desiredCount(), after.deploymentConfiguration());
        }
    }

    private void requireRunnable(Service after, OperationTurn turn) {
        TaskDefinition next = definition == null ? turn.state().definition(after.taskDefinition()) : definition;
        if (next != null) {
            FargateRequests.check(after, next);
            FargateRequests.checkVersion(
                    request.platformVersion(), LaunchTarget.of(after).platform(next));
            FargateRequests.check(next, after.networkConfiguration());
        }
    }

    private void requireFewConstraints(Service after, OperationTurn turn) {
        TaskDefinition next = definition == null ? turn.state().definition(after.taskDefinition()) : definition;
        if (next != null && (definition != null || request.placementConstraints() != null)) {
            PlacementSupport.checkTogether(next, after.placementConstraints());
        }
    }

    private Service changed(Service before, OperationTurn turn) {
        int desiredCount = request.desiredCount() == null ? before.desiredCount() : request.desiredCount();
        DeploymentConfiguration configuration =
                DeploymentConfigurations.changed(before.deploymentConfiguration(), request.deploymentConfiguration());
        LaunchTarget target = target(before, turn);
        TaskDefinition next = nextDefinition(before, target, turn);
        ServiceBuilder after = before.toBuilder()
                .desiredCount(desiredCount)
                .deploymentConfiguration(configuration)
                .deployments(
                        next == null
                                ? Deployments.scaled(before.deployments(), desiredCount, turn.now())
                                : Deployments.superseded(
                                        before.deployments(),
                                        Deployments.primary(next, target, desiredCount, turn.now(), turn.random()),
                                        turn.now()));
        if (next != null) {
            target.putInto(after, next);
        }
        if (definition != null) {
            after.taskDefinition(definition.taskDefinitionArn());
        }
        if (request.placementConstraints() != null) {
            after.placementConstraints(request.placementConstraints());
        }
        if (request.placementStrategy() != null) {
            after.placementStrategy(request.placementStrategy());
        }
        if (request.healthCheckGracePeriodSeconds() != null) {
            after.healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds());
        }
        if (request.availabilityZoneRebalancing() != null) {
            after.availabilityZoneRebalancing(request.availabilityZoneRebalancing());
        }
        if (request.maximumTaskLifetimeSeconds() != null) {
            after.maximumTaskLifetimeSeconds(ServiceRules.lifetime(request.maximumTaskLifetimeSeconds()));
        }
        changeTags(after);
        return after.build();
    }

    /** An empty strategy is none: not the cluster's default. */
    private LaunchTarget target(Service before, OperationTurn turn) {
        NetworkConfiguration network =
                request.networkConfiguration() == null ? before.networkConfiguration() : request.networkConfiguration();
        List<CapacityProviderStrategyItem> asked = request.capacityProviderStrategy() == null
                ? null
                : StrategyRules.named(
                        request.capacityProviderStrategy(), turn.state().ids().prefix());
        if (asked == null || asked.equals(before.capacityProviderStrategy())) {
            return new LaunchTarget(before.launchType(), before.capacityProviderStrategy(), network);
        }
        if (!request.forceNewDeployment()) {
            throw new InvalidParameterException("When switching from launch type to capacity provider strategy on an"
                    + " existing service, or making a change to a capacity provider strategy on a service that is"
                    + " already using one, you must force a new deployment: " + before.serviceName() + " has "
                    + before.capacityProviderStrategy() + ". Set forceNewDeployment.");
        }
        return LaunchTarget.of(StrategyRules.effective(asked, LaunchType.EC2, turn.state()), LaunchType.EC2, network);
    }

    private void changeTags(ServiceBuilder after) {
        if (request.enableECSManagedTags() != null) {
            after.enableECSManagedTags(request.enableECSManagedTags());
        }
        if (request.propagateTags() != null) {
            after.propagateTags(request.propagateTags());
        }
    }

    /** What a new deployment is to run; null if there is to be none. */
    private @Nullable TaskDefinition nextDefinition(Service before, LaunchTarget target, OperationTurn turn) {
        if (definition != null && !definition.taskDefinitionArn().equals(before.taskDefinition())) {
            return definition;
        }
        boolean anew = request.forceNewDeployment() || !target.equals(LaunchTarget.of(before));
        return anew ? turn.state().definition(before.taskDefinition()) : null;
    }
}
