package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A registered revision of a family: what a task consists of. It never changes but for its status and the times of that.
 *
 * <p>Null means that the field was not given; an empty list is kept as an empty list, so that what was registered comes back
 * unchanged.
 *
 * @param taskDefinitionArn its full name
 * @param containerDefinitions its containers, 1 to 10
 * @param family what its revisions have in common: at most 255 letters, digits, {@code _} and {@code -}
 * @param taskRoleArn the role of the task's containers
 * @param executionRoleArn the role of the agent that runs the task
 * @param networkMode the network of the containers; null means bridge
 * @param revision its number in the family, from 1; numbers are never reused
 * @param volumes storage that the containers mount
 * @param status where it is in its life
 * @param requiresAttributes attributes that a container instance must carry
 * @param placementConstraints where its tasks may be placed
 * @param compatibilities the kinds of capacity that it is valid for
 * @param runtimePlatform the platform that it needs
 * @param requiresCompatibilities the kinds of capacity that it had to be valid for
 * @param cpu CPU units of the whole task, as a whole number
 * @param memory MiB of the whole task, as a whole number
 * @param inferenceAccelerators Elastic Inference accelerators
 * @param pidMode whose process namespace the containers see; null means each its own
 * @param ipcMode whose IPC namespace the containers see; null leaves it to the runtime
 * @param proxyConfiguration the proxy container
 * @param registeredAt when it was registered
 * @param deregisteredAt when it was deregistered
 * @param deleteRequestedAt when its deletion was asked for
 * @param registeredBy the principal that registered it
 * @param ephemeralStorage ephemeral storage
 * @param enableFaultInjection whether its containers may ask for faults; null means no
 */
@RecordBuilder
public record TaskDefinition(
        String taskDefinitionArn,
        List<ContainerDefinition> containerDefinitions,
        String family,
        @Nullable String taskRoleArn,
        @Nullable String executionRoleArn,
        @Nullable NetworkMode networkMode,
        int revision,
        @Nullable List<Volume> volumes,
        TaskDefinitionStatus status,
        @Nullable List<Attribute> requiresAttributes,
        @Nullable List<TaskDefinitionPlacementConstraint> placementConstraints,
        @Nullable List<Compatibility> compatibilities,
        @Nullable RuntimePlatform runtimePlatform,
        @Nullable List<Compatibility> requiresCompatibilities,
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable List<InferenceAccelerator> inferenceAccelerators,
        @Nullable PidMode pidMode,
        @Nullable IpcMode ipcMode,
        @Nullable ProxyConfiguration proxyConfiguration,
        @Nullable Instant registeredAt,
        @Nullable Instant deregisteredAt,
        @Nullable Instant deleteRequestedAt,
        @Nullable String registeredBy,
        @Nullable EphemeralStorage ephemeralStorage,
        @Nullable Boolean enableFaultInjection) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public TaskDefinition {
        Objects.requireNonNull(taskDefinitionArn, "TaskDefinition.taskDefinitionArn is required");
        containerDefinitions = Copies.list(containerDefinitions, "TaskDefinition.containerDefinitions");
        Objects.requireNonNull(family, "TaskDefinition.family is required");
        volumes = Copies.optionalList(volumes);
        Objects.requireNonNull(status, "TaskDefinition.status is required");
        requiresAttributes = Copies.optionalList(requiresAttributes);
        placementConstraints = Copies.optionalList(placementConstraints);
        compatibilities = Copies.optionalList(compatibilities);
        requiresCompatibilities = Copies.optionalList(requiresCompatibilities);
        inferenceAccelerators = Copies.optionalList(inferenceAccelerators);
    }

    /** A builder with every field absent. */
    public static TaskDefinitionBuilder builder() {
        return TaskDefinitionBuilder.builder();
    }

    /** A builder that starts from this value. */
    public TaskDefinitionBuilder toBuilder() {
        return TaskDefinitionBuilder.builder(this);
    }

    /** The network of the containers: what was given, else bridge. */
    public NetworkMode networkModeOrDefault() {
        return networkMode == null ? NetworkMode.BRIDGE : networkMode;
    }

    /** The short name {@code family:revision}. */
    public String familyRevision() {
        return family + ":" + revision;
    }
}
