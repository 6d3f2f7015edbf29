package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.LaunchType;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PropagateTags;
import io.stowage.model.Tag;
import io.stowage.model.TaskOverride;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ECS: RunTask. What is null gets ECS's default.
 *
 * @param capacityProviderStrategy at most 20; excludes {@code launchType}. Null or empty, and no {@code launchType}: the cluster's default
 * @param clientToken at most 64 characters, ASCII 33 to 126; makes the operation idempotent. Null: each call runs tasks
 *     of its own
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param count 1 to 10; null means 1
 * @param enableECSManagedTags null means false
 * @param enableExecuteCommand null means false
 * @param group at most 255 characters; null means {@code family:<family>}
 * @param launchType null means EC2, unless there is a strategy
 * @param networkConfiguration only for the network mode {@code awsvpc}; checked, and nothing follows from it
 * @param overrides at most 8192 characters of JSON; null for none
 * @param placementConstraints at most 10, together with those of the task definition
 * @param placementStrategy at most 5
 * @param platformVersion only for FARGATE: {@code LATEST} or {@code 1.4.0}; null means {@code LATEST}
 * @param propagateTags TASK_DEFINITION or NONE; null means NONE
 * @param referenceId part of ECS's shape
 * @param startedBy at most 128 characters
 * @param tags at most 50
 * @param taskDefinition {@code family}, {@code family:revision} or ARN; a family means its latest ACTIVE revision
 */
@RecordBuilder
public record RunTaskRequest(
        @Nullable List<CapacityProviderStrategyItem> capacityProviderStrategy,
        @Nullable String clientToken,
        @Nullable String cluster,
        @Nullable Integer count,
        @Nullable Boolean enableECSManagedTags,
        @Nullable Boolean enableExecuteCommand,
        @Nullable String group,
        @Nullable LaunchType launchType,
        @Nullable NetworkConfiguration networkConfiguration,
        @Nullable TaskOverride overrides,
        @Nullable List<PlacementConstraint> placementConstraints,
        @Nullable List<PlacementStrategy> placementStrategy,
        @Nullable String platformVersion,
        @Nullable PropagateTags propagateTags,
        @Nullable String referenceId,
        @Nullable String startedBy,
        @Nullable List<Tag> tags,
        String taskDefinition) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public RunTaskRequest {
        capacityProviderStrategy = capacityProviderStrategy == null ? null : List.copyOf(capacityProviderStrategy);
        placementConstraints = placementConstraints == null ? null : List.copyOf(placementConstraints);
        placementStrategy = placementStrategy == null ? null : List.copyOf(placementStrategy);
        tags = tags == null ? null : List.copyOf(tags);
        Objects.requireNonNull(taskDefinition, "RunTaskRequest.taskDefinition is required");
    }

    /** A builder with every field absent. */
    public static RunTaskRequestBuilder builder() {
        return RunTaskRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public RunTaskRequestBuilder toBuilder() {
        return RunTaskRequestBuilder.builder(this);
    }
}
