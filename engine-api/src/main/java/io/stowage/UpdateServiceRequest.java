package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentController;
import io.stowage.model.LoadBalancer;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PropagateTags;
import io.stowage.model.ServiceRegistry;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: UpdateService. What is null stays as it is; an empty list clears. A change of {@code taskDefinition}, {@code
 * networkConfiguration}, {@code platformVersion}, {@code loadBalancers} or {@code serviceRegistries}, and {@code
 * forceNewDeployment}, start a new deployment; all else doesn't.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param service its name or ARN
 * @param desiredCount not for DAEMON
 * @param taskDefinition {@code family}, {@code family:revision} or ARN; a family means its latest ACTIVE revision
 * @param capacityProviderStrategy at most 20; another one than the service has needs {@code forceNewDeployment}. Empty: its tasks go to any
 *     container instance, with the launch type EC2
 * @param deploymentConfiguration within it too, what is null stays as it is
 * @param availabilityZoneRebalancing whether zones are evened out
 * @param networkConfiguration only for the network mode {@code awsvpc}; kept as it is, and nothing follows from it
 * @param placementConstraints at most 10, together with those of the task definition
 * @param placementStrategy at most 5
 * @param platformVersion only for FARGATE: {@code LATEST} or {@code 1.4.0}; null means that it stays as it is
 * @param forceNewDeployment whether to start a new deployment although nothing changed
 * @param healthCheckGracePeriodSeconds how long failed health checks of a new task don't count
 * @param deploymentController must be ECS if given
 * @param enableExecuteCommand for tasks started from now on
 * @param enableECSManagedTags for tasks started from now on
 * @param loadBalancers at most 5
 * @param propagateTags for tasks started from now on
 * @param serviceRegistries at most 1
 * @param maximumTaskLifetimeSeconds how old tasks become before others take their places: 60 to 31,536,000; 0 for no limit. Not
 *     ECS's
 */
@RecordBuilder
public record UpdateServiceRequest(
        @Nullable String cluster,
        String service,
        @Nullable Integer desiredCount,
        @Nullable String taskDefinition,
        @Nullable List<CapacityProviderStrategyItem> capacityProviderStrategy,
        @Nullable DeploymentConfiguration deploymentConfiguration,
        @Nullable AvailabilityZoneRebalancing availabilityZoneRebalancing,
        @Nullable NetworkConfiguration networkConfiguration,
        @Nullable List<PlacementConstraint> placementConstraints,
        @Nullable List<PlacementStrategy> placementStrategy,
        @Nullable String platformVersion,
        boolean forceNewDeployment,
        @Nullable Integer healthCheckGracePeriodSeconds,
        @Nullable DeploymentController deploymentController,
        @Nullable Boolean enableExecuteCommand,
        @Nullable Boolean enableECSManagedTags,
        @Nullable List<LoadBalancer> loadBalancers,
        @Nullable PropagateTags propagateTags,
        @Nullable List<ServiceRegistry> serviceRegistries,
        @Nullable Integer maximumTaskLifetimeSeconds) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public UpdateServiceRequest {
        Objects.requireNonNull(service, "UpdateServiceRequest.service is required");
        capacityProviderStrategy = capacityProviderStrategy == null ? null : List.copyOf(capacityProviderStrategy);
        placementConstraints = placementConstraints == null ? null : List.copyOf(placementConstraints);
        placementStrategy = placementStrategy == null ? null : List.copyOf(placementStrategy);
        loadBalancers = loadBalancers == null ? null : List.copyOf(loadBalancers);
        serviceRegistries = serviceRegistries == null ? null : List.copyOf(serviceRegistries);
    }

    /** A builder with every field absent. */
    public static UpdateServiceRequestBuilder builder() {
        return UpdateServiceRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public UpdateServiceRequestBuilder toBuilder() {
        return UpdateServiceRequestBuilder.builder(this);
    }
}
