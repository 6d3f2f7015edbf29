package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.EphemeralStorage;
import io.stowage.model.InferenceAccelerator;
import io.stowage.model.IpcMode;
import io.stowage.model.NetworkMode;
import io.stowage.model.PidMode;
import io.stowage.model.ProxyConfiguration;
import io.stowage.model.RuntimePlatform;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinitionPlacementConstraint;
import io.stowage.model.Volume;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a new revision of a family of task definitions.
 *
 * <p>Null means that the field is not given. Build one with {@link #builder()}. The constructor checks required fields for
 * null and copies lists; every other rule is checked when the request is submitted.
 *
 * @param family the family: at most 255 letters, digits, {@code _} and {@code -}
 * @param taskRoleArn the role of the task's containers
 * @param executionRoleArn the role of the agent that runs the task
 * @param networkMode the network of the containers; null means bridge
 * @param containerDefinitions its containers, 1 to 10, at least one of them essential
 * @param volumes storage that the containers mount
 * @param placementConstraints where its tasks may be placed, at most 10
 * @param requiresCompatibilities the kinds of capacity that it must be valid for
 * @param cpu CPU units of the whole task, such as {@code 512} or {@code .5 vCPU}
 * @param memory MiB of the whole task, such as {@code 1024} or {@code 1GB}
 * @param tags labels of the revision, at most 50
 * @param pidMode whose process namespace the containers see; null means each its own
 * @param ipcMode whose IPC namespace the containers see; null leaves it to the runtime
 * @param proxyConfiguration the proxy container
 * @param inferenceAccelerators Elastic Inference accelerators
 * @param ephemeralStorage ephemeral storage
 * @param runtimePlatform the platform that it needs
 * @param enableFaultInjection whether its containers may ask for faults; null means no
 */
@RecordBuilder
public record RegisterTaskDefinitionRequest(
        String family,
        @Nullable String taskRoleArn,
        @Nullable String executionRoleArn,
        @Nullable NetworkMode networkMode,
        List<ContainerDefinition> containerDefinitions,
        @Nullable List<Volume> volumes,
        @Nullable List<TaskDefinitionPlacementConstraint> placementConstraints,
        @Nullable List<Compatibility> requiresCompatibilities,
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable List<Tag> tags,
        @Nullable PidMode pidMode,
        @Nullable IpcMode ipcMode,
        @Nullable ProxyConfiguration proxyConfiguration,
        @Nullable List<InferenceAccelerator> inferenceAccelerators,
        @Nullable EphemeralStorage ephemeralStorage,
        @Nullable RuntimePlatform runtimePlatform,
        @Nullable Boolean enableFaultInjection) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public RegisterTaskDefinitionRequest {
        Objects.requireNonNull(family, "RegisterTaskDefinitionRequest.family is required");
        Objects.requireNonNull(containerDefinitions, "RegisterTaskDefinitionRequest.containerDefinitions is required");
        containerDefinitions = List.copyOf(containerDefinitions);
        volumes = copy(volumes);
        placementConstraints = copy(placementConstraints);
        requiresCompatibilities = copy(requiresCompatibilities);
        tags = copy(tags);
        inferenceAccelerators = copy(inferenceAccelerators);
    }

    /** A builder with every field absent. */
    public static RegisterTaskDefinitionRequestBuilder builder() {
        return RegisterTaskDefinitionRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public RegisterTaskDefinitionRequestBuilder toBuilder() {
        return RegisterTaskDefinitionRequestBuilder.builder(this);
    }

    /** The network of the containers: what was given, else bridge. */
    public NetworkMode networkModeOrDefault() {
        return networkMode == null ? NetworkMode.BRIDGE : networkMode;
    }

    private static <T> @Nullable List<T> copy(@Nullable List<T> list) {
        return list == null ? null : List.copyOf(list);
    }
}
