package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service: tasks of one task definition that are kept running. The counts are derived, and as of the moment of the answer.
 *
 * @param serviceArn {@code <arnPrefix>:service/<cluster>/<name>}
 * @param serviceName unique among the ACTIVE and DRAINING services of its cluster
 * @param clusterArn its cluster
 * @param status its state
 * @param desiredCount how many tasks it is to have; of a DAEMON service the number of container instances that are to have one
 * @param runningCount tasks that are RUNNING and wanted so
 * @param pendingCount tasks before RUNNING that are wanted RUNNING
 * @param launchType null with a capacity provider strategy
 * @param capacityProviderStrategy empty with a launch type
 * @param platformFamily the operating system of its tasks on FARGATE, such as {@code Linux}; null for others
 * @param platformVersion that of FARGATE, such as {@code 1.4.0}; null for others
 * @param taskDefinition the ARN of the revision that its PRIMARY deployment runs
 * @param deploymentConfiguration how deployments are rolled out; absent means all defaults
 * @param deployments those that are PRIMARY or ACTIVE, the newest first
 * @param events the last 100, the newest first
 * @param createdAt when it was created
 * @param createdBy the principal that created it; null if unknown
 * @param placementConstraints at most 10
 * @param placementStrategy at most 5, applied in order
 * @param networkConfiguration of its tasks; null for none. Kept as it was given; nothing follows from it
 * @param healthCheckGracePeriodSeconds how long failed health checks of a new task don't count; null means 0
 * @param schedulingStrategy REPLICA or DAEMON
 * @param deploymentController null means ECS
 * @param tags at most 50
 * @param enableECSManagedTags whether its tasks get ECS's own tags
 * @param propagateTags null means NONE
 * @param enableExecuteCommand whether commands may be run in its tasks
 * @param availabilityZoneRebalancing null means DISABLED
 * @param loadBalancers its target groups
 * @param serviceRegistries its registry
 * @param roleArn part of ECS's shape
 * @param maximumTaskLifetimeSeconds how old its tasks become before others take their places; null for no limit. Not ECS's
 * @param instanceRebalancing moves of its tasks to other container instances that somebody has asked for; null for none. Not ECS's
 */
@RecordBuilder
public record Service(
        String serviceArn,
        String serviceName,
        String clusterArn,
        ServiceStatus status,
        int desiredCount,
        int runningCount,
        int pendingCount,
        @Nullable LaunchType launchType,
        List<CapacityProviderStrategyItem> capacityProviderStrategy,
        @Nullable String platformFamily,
        @Nullable String platformVersion,
        String taskDefinition,
        DeploymentConfiguration deploymentConfiguration,
        List<Deployment> deployments,
        List<ServiceEvent> events,
        Instant createdAt,
        @Nullable String createdBy,
        List<PlacementConstraint> placementConstraints,
        List<PlacementStrategy> placementStrategy,
        @Nullable NetworkConfiguration networkConfiguration,
        @Nullable Integer healthCheckGracePeriodSeconds,
        SchedulingStrategy schedulingStrategy,
        @Nullable DeploymentController deploymentController,
        List<Tag> tags,
        boolean enableECSManagedTags,
        @Nullable PropagateTags propagateTags,
        boolean enableExecuteCommand,
        @Nullable AvailabilityZoneRebalancing availabilityZoneRebalancing,
        List<LoadBalancer> loadBalancers,
        List<ServiceRegistry> serviceRegistries,
        @Nullable String roleArn,
        @Nullable Integer maximumTaskLifetimeSeconds,
        @Nullable InstanceRebalancing instanceRebalancing) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Service {
        Objects.requireNonNull(serviceArn, "Service.serviceArn is required");
        Objects.requireNonNull(serviceName, "Service.serviceName is required");
        Objects.requireNonNull(clusterArn, "Service.clusterArn is required");
        Objects.requireNonNull(status, "Service.status is required");
        capacityProviderStrategy = Copies.listOrEmpty(capacityProviderStrategy);
        Objects.requireNonNull(taskDefinition, "Service.taskDefinition is required");
        deployments = Copies.listOrEmpty(deployments);
        events = Copies.listOrEmpty(events);
        Objects.requireNonNull(createdAt, "Service.createdAt is required");
        placementConstraints = Copies.listOrEmpty(placementConstraints);
        placementStrategy = Copies.listOrEmpty(placementStrategy);
        Objects.requireNonNull(schedulingStrategy, "Service.schedulingStrategy is required");
        tags = Copies.listOrEmpty(tags);
        loadBalancers = Copies.listOrEmpty(loadBalancers);
        serviceRegistries = Copies.listOrEmpty(serviceRegistries);
        deploymentConfiguration =
                deploymentConfiguration == null ? DeploymentConfiguration.defaults() : deploymentConfiguration;
    }

    /** A builder with every field absent. */
    public static ServiceBuilder builder() {
        return ServiceBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ServiceBuilder toBuilder() {
        return ServiceBuilder.builder(this);
    }
}
