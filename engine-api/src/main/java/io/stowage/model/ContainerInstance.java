package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host that a cluster's tasks run on. {@code containerInstanceName}, {@code runtime} and {@code runtimeProperties} are not
 * ECS's: they say how the engine reaches the host's container runtime. Nor are {@code agentDisconnectedAt} and
 * {@code agentLostAt}.
 *
 * @param containerInstanceArn {@code <arnPrefix>:container-instance/<cluster>/<id>}
 * @param containerInstanceName the name that the host application gave it, unique in its cluster; null if it gave none
 * @param ec2InstanceId the provider's id of the host; null if no provider launched it
 * @param capacityProviderName the capacity provider it belongs to; null for none
 * @param runtime the name of the runtime plugin
 * @param runtimeProperties what the plugin needs to reach the host; keeps its order
 * @param version rises by 1 with each change that makes an event
 * @param versionInfo null until its agent has said
 * @param registeredResources all that tasks may use
 * @param remainingResources what no task uses
 * @param status its state
 * @param statusReason why it is in that state; null if there is nothing to say
 * @param agentConnected while false, no task is placed on it
 * @param agentDisconnectedAt since when it is not connected, after it had been; null while it is, and before it first was
 * @param agentLostAt since when it is away for so long that the tasks of services here are replaced elsewhere; null while they are not
 * @param runningTasksCount tasks whose desired status is RUNNING and which run
 * @param pendingTasksCount tasks that are not RUNNING yet
 * @param attributes built-in and custom
 * @param registeredAt when it was registered
 * @param tags at most 50
 * @param healthStatus null until it was checked
 */
@RecordBuilder
public record ContainerInstance(
        String containerInstanceArn,
        @Nullable String containerInstanceName,
        @Nullable String ec2InstanceId,
        @Nullable String capacityProviderName,
        String runtime,
        Map<String, String> runtimeProperties,
        long version,
        @Nullable VersionInfo versionInfo,
        List<Resource> registeredResources,
        List<Resource> remainingResources,
        ContainerInstanceStatus status,
        @Nullable String statusReason,
        boolean agentConnected,
        @Nullable Instant agentDisconnectedAt,
        @Nullable Instant agentLostAt,
        int runningTasksCount,
        int pendingTasksCount,
        List<Attribute> attributes,
        @Nullable Instant registeredAt,
        List<Tag> tags,
        @Nullable ContainerInstanceHealthStatus healthStatus) {

    /** Copies the collections, keeping their order; checks what is required for null. */
    public ContainerInstance {
        Objects.requireNonNull(containerInstanceArn, "ContainerInstance.containerInstanceArn is required");
        Objects.requireNonNull(runtime, "ContainerInstance.runtime is required");
        runtimeProperties = runtimeProperties == null
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(runtimeProperties));
        registeredResources = Copies.listOrEmpty(registeredResources);
        remainingResources = Copies.listOrEmpty(remainingResources);
        Objects.requireNonNull(status, "ContainerInstance.status is required");
        attributes = Copies.listOrEmpty(attributes);
        tags = Copies.listOrEmpty(tags);
    }

    /** A builder with every field absent. */
    public static ContainerInstanceBuilder builder() {
        return ContainerInstanceBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ContainerInstanceBuilder toBuilder() {
        return ContainerInstanceBuilder.builder(this);
    }
}
