package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.Attribute;
import io.stowage.model.Resource;
import io.stowage.model.Tag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: RegisterContainerInstance. Names a host and how its container runtime is reached; the engine connects to it.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param containerInstanceName a name of the caller's, unique in the cluster: registering it again adopts the same
 *     container instance, after a restart too; null for none
 * @param runtime the name of the runtime plugin, for example {@code docker} or {@code process}
 * @param runtimeProperties what the plugin needs to reach the host; absent means none; keeps its order
 * @param totalResources what tasks may use; null for what the runtime says of its host
 * @param attributes custom attributes, at most 10; win over what the runtime says of its host; null for none
 * @param tags at most 50; null for none
 * @param capacityProviderName the capacity provider of the cluster that it belongs to; null for none, and for the one that it belonged to if it was
 *     registered before. As long as there are tasks on it no other one is taken. The engine registers the machines that it launches by itself; this is for others, which it never ends. {@code FARGATE} and
 *     {@code FARGATE_SPOT}, in any cluster, make it a host that only their tasks run on
 */
@RecordBuilder
public record RegisterContainerInstanceRequest(
        @Nullable String cluster,
        @Nullable String containerInstanceName,
        String runtime,
        Map<String, String> runtimeProperties,
        @Nullable List<Resource> totalResources,
        @Nullable List<Attribute> attributes,
        @Nullable List<Tag> tags,
        @Nullable String capacityProviderName) {

    /** Copies the collections, keeping their order; checks what is required for null. */
    public RegisterContainerInstanceRequest {
        Objects.requireNonNull(runtime, "RegisterContainerInstanceRequest.runtime is required");
        runtimeProperties = runtimeProperties == null
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(runtimeProperties));
        totalResources = totalResources == null ? null : List.copyOf(totalResources);
        attributes = attributes == null ? null : List.copyOf(attributes);
        tags = tags == null ? null : List.copyOf(tags);
    }

    /** A builder with every field absent. */
    public static RegisterContainerInstanceRequestBuilder builder() {
        return RegisterContainerInstanceRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public RegisterContainerInstanceRequestBuilder toBuilder() {
        return RegisterContainerInstanceRequestBuilder.builder(this);
    }
}
