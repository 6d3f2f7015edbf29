package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentController;
import io.stowage.model.LaunchType;
import io.stowage.model.LoadBalancer;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PropagateTags;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.ServiceRegistry;
import io.stowage.model.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: CreateService. What is null gets ECS's default.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param serviceName at most 255 letters, digits, hyphens and underscores
 * @param taskDefinition {@code family}, {@code family:revision} or ARN; a family means its latest ACTIVE revision
 * @param desiredCount required for REPLICA, not allowed for DAEMON
 * @param clientToken at most 36 characters; makes the creation idempotent
 * @param launchType null means EC2, unless there is a strategy
 * @param capacityProviderStrategy at most 20; excludes {@code launchType}. Null or empty, and no {@code launchType}: the cluster's default. Not for
 *     DAEMON
 * @param platformVersion only for FARGATE: {@code LATEST} or {@code 1.4.0}; null means {@code LATEST}
 * @param role part of ECS's shape
 * @param deploymentConfiguration how deployments are rolled out
 * @param placementConstraints at most 10, together with those of the task definition
 * @param placementStrategy at most 5; not for DAEMON
 * @param networkConfiguration only for the network mode {@code awsvpc}; kept as it is, and nothing follows from it
 * @param healthCheckGracePeriodSeconds how long failed health checks of a new task don't count
 * @param schedulingStrategy null means REPLICA
 * @param deploymentController null means ECS
 * @param tags at most 50
 * @param enableECSManagedTags null means false
 * @param propagateTags null means NONE
 * @param enableExecuteCommand null means false
 * @param availabilityZoneRebalancing null means DISABLED
 * @param loadBalancers at most 5
 * @param serviceRegistries at most 1
 * @param maximumTaskLifetimeSeconds how old tasks become before others take their places: 60 to 31,536,000; null or 0 for no limit. Not
 *     ECS's
 */
@RecordBuilder
public record CreateServiceRequest(
        @Nullable String cluster,
        String serviceName,
        String taskDefinition,
        @Nullable Integer desiredCount,
        @Nullable String clientToken,
        @Nullable LaunchType launchType,
        @Nullable List<CapacityProviderStrategyItem> capacityProviderStrategy,
        @Nullable String platformVersion,
        @Nullable String role,
        @Nullable DeploymentConfiguration deploymentConfiguration,
        @Nullable List<PlacementConstraint> placementConstraints,
        @Nullable List<PlacementStrategy> placementStrategy,
        @Nullable NetworkConfiguration networkConfiguration,
        @Nullable Integer healthCheckGracePeriodSeconds,
        @Nullable SchedulingStrategy schedulingStrategy,
        @Nullable DeploymentController deploymentController,
        @Nullable List<Tag> tags,
        @Nullable Boolean enableECSManagedTags,
        @Nullable PropagateTags propagateTags,
        @Nullable Boolean enableExecuteCommand,
        @Nullable AvailabilityZoneRebalancing availabilityZoneRebalancing,
        @Nullable List<LoadBalancer> loadBalancers,
        @Nullable List<ServiceRegistry> serviceRegistries,
        @Nullable Integer maximumTaskLifetimeSeconds) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public CreateServiceRequest {
        Objects.requireNonNull(serviceName, "CreateServiceRequest.serviceName is required");
        Objects.requireNonNull(taskDefinition, "CreateServiceRequest.taskDefinition is required");
        capacityProviderStrategy = capacityProviderStrategy == null ? null : List.copyOf(capacityProviderStrategy);
        placementConstraints = placementConstraints == null ? null : List.copyOf(placementConstraints);
        placementStrategy = placementStrategy == null ? null : List.copyOf(placementStrategy);
        tags = tags == null ? null : List.copyOf(tags);
        loadBalancers = loadBalancers == null ? null : List.copyOf(loadBalancers);
        serviceRegistries = serviceRegistries == null ? null : List.copyOf(serviceRegistries);
    }

    /** A builder with every field absent. */
    public static CreateServiceRequestBuilder builder() {
        return CreateServiceRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public CreateServiceRequestBuilder toBuilder() {
        return CreateServiceRequestBuilder.builder(this);
    }
}
