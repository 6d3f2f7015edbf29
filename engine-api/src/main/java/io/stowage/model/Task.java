package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task: containers that are placed, run and stopped together. {@code desiredStatus} has one writer, the control plane, and
 * {@code lastStatus} another, the agent; both only move forward.
 *
 * @param attributes its attributes
 * @param availabilityZone of its container instance; null until it is placed, or if it has none
 * @param capacityProviderName the capacity provider it is on; null for none
 * @param clusterArn its cluster
 * @param connectivity of its container instance's agent; null until it is placed
 * @param connectivityAt when {@code connectivity} last changed
 * @param containerInstanceArn where it is placed; null until then. Nobody is told it of a task on FARGATE
 * @param containers in the order of the task definition
 * @param cpu of the whole task, in CPU units; null if only its containers have limits
 * @param createdAt when it was created
 * @param desiredStatus what is wanted
 * @param enableExecuteCommand whether commands may be run in its containers
 * @param executionStoppedAt when its last container exited
 * @param group {@code service:<name>}, {@code family:<family>} or the caller's own
 * @param healthStatus over its essential containers; UNKNOWN also while one of them is not ready. Absent means UNKNOWN
 * @param healthyAt when it was HEALTHY first; null if it never was. Not ECS's: it tells a task that never came up from one that did and ended
 * @param lastStatus what was last seen
 * @param launchType null with a capacity provider strategy of others than FARGATE and FARGATE_SPOT
 * @param memory of the whole task, in MiB; null if only its containers have limits
 * @param overrides null for none
 * @param placementConstraints what RunTask asked of its place, for as long as it is PROVISIONING; null for nothing. Not ECS's
 * @param placementStrategy how RunTask had its place chosen, for as long as it is PROVISIONING; null for nothing. Not ECS's
 * @param platformFamily the operating system of a task on FARGATE, such as {@code Linux}; null for others
 * @param platformVersion that of FARGATE, such as {@code 1.4.0}; null for others
 * @param protectionExpirationDate until when it is protected from scale-in and deployments; null if it is not. It may be past: then the
 *     task isn't protected any more
 * @param pullStartedAt when the first image pull began
 * @param pullStoppedAt when the last image pull ended
 * @param startedAt when it became RUNNING; null if it never did
 * @param startedBy the deployment's id for a task of a service, else what the caller said; null for nothing
 * @param stopCode why it is stopped; null while it is not
 * @param stoppedAt when it became STOPPED
 * @param stoppedReason why it is stopped, for people; null while it is not
 * @param stoppingAt when it was first wanted STOPPED, or began to stop by itself
 * @param tags at most 50
 * @param taskArn {@code <arnPrefix>:task/<cluster>/<id>}
 * @param taskDefinitionArn the revision it runs
 * @param version rises by 1 with each change that makes an event; tells an old event from a new one
 */
@RecordBuilder
public record Task(
        List<Attribute> attributes,
        @Nullable String availabilityZone,
        @Nullable String capacityProviderName,
        String clusterArn,
        @Nullable Connectivity connectivity,
        @Nullable Instant connectivityAt,
        @Nullable String containerInstanceArn,
        List<Container> containers,
        @Nullable String cpu,
        Instant createdAt,
        DesiredStatus desiredStatus,
        boolean enableExecuteCommand,
        @Nullable Instant executionStoppedAt,
        String group,
        HealthStatus healthStatus,
        @Nullable Instant healthyAt,
        TaskStatus lastStatus,
        @Nullable LaunchType launchType,
        @Nullable String memory,
        @Nullable TaskOverride overrides,
        @Nullable List<PlacementConstraint> placementConstraints,
        @Nullable List<PlacementStrategy> placementStrategy,
        @Nullable String platformFamily,
        @Nullable String platformVersion,
        @Nullable Instant protectionExpirationDate,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        @Nullable Instant startedAt,
        @Nullable String startedBy,
        @Nullable TaskStopCode stopCode,
        @Nullable Instant stoppedAt,
        @Nullable String stoppedReason,
        @Nullable Instant stoppingAt,
        List<Tag> tags,
        String taskArn,
        String taskDefinitionArn,
        long version) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public Task {
        attributes = Copies.listOrEmpty(attributes);
        Objects.requireNonNull(clusterArn, "Task.clusterArn is required");
        containers = Copies.listOrEmpty(containers);
        Objects.requireNonNull(createdAt, "Task.createdAt is required");
        Objects.requireNonNull(desiredStatus, "Task.desiredStatus is required");
        Objects.requireNonNull(group, "Task.group is required");
        Objects.requireNonNull(lastStatus, "Task.lastStatus is required");
        placementConstraints = placementConstraints == null ? null : List.copyOf(placementConstraints);
        placementStrategy = placementStrategy == null ? null : List.copyOf(placementStrategy);
        tags = Copies.listOrEmpty(tags);
        Objects.requireNonNull(taskArn, "Task.taskArn is required");
        Objects.requireNonNull(taskDefinitionArn, "Task.taskDefinitionArn is required");
        healthStatus = healthStatus == null ? HealthStatus.UNKNOWN : healthStatus;
    }

    /** A builder with every field absent. */
    public static TaskBuilder builder() {
        return TaskBuilder.builder();
    }

    /** A builder that starts from this value. */
    public TaskBuilder toBuilder() {
        return TaskBuilder.builder(this);
    }
}
