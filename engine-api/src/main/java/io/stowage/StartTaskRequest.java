package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.PropagateTags;
import io.stowage.model.Tag;
import io.stowage.model.TaskOverride;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: StartTask. Places tasks on the named container instances: resources are checked, strategies and constraints are not.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param containerInstances at most 10 names, ids or ARNs; one task on each
 * @param enableECSManagedTags null means false
 * @param enableExecuteCommand null means false
 * @param group at most 255 characters; null means {@code family:<family>}
 * @param networkConfiguration only for the network mode {@code awsvpc}; checked, and nothing follows from it
 * @param overrides at most 8192 characters of JSON; null for none
 * @param propagateTags TASK_DEFINITION or NONE; null means NONE
 * @param referenceId part of ECS's shape
 * @param startedBy at most 36 characters
 * @param tags at most 50
 * @param taskDefinition {@code family}, {@code family:revision} or ARN; a family means its latest ACTIVE revision
 */
@RecordBuilder
public record StartTaskRequest(
        @Nullable String cluster,
        List<String> containerInstances,
        @Nullable Boolean enableECSManagedTags,
        @Nullable Boolean enableExecuteCommand,
        @Nullable String group,
        @Nullable NetworkConfiguration networkConfiguration,
        @Nullable TaskOverride overrides,
        @Nullable PropagateTags propagateTags,
        @Nullable String referenceId,
        @Nullable String startedBy,
        @Nullable List<Tag> tags,
        String taskDefinition) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public StartTaskRequest {
        Objects.requireNonNull(containerInstances, "StartTaskRequest.containerInstances is required");
        containerInstances = List.copyOf(containerInstances);
        tags = tags == null ? null : List.copyOf(tags);
        Objects.requireNonNull(taskDefinition, "StartTaskRequest.taskDefinition is required");
    }

    /** A builder with every field absent. */
    public static StartTaskRequestBuilder builder() {
        return StartTaskRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public StartTaskRequestBuilder toBuilder() {
        return StartTaskRequestBuilder.builder(this);
    }
}
