package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.DesiredStatus;
import io.stowage.model.LaunchType;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListTasks. The filters are combined; {@code startedBy} excludes all others.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param containerInstance its name, id or ARN; null for all
 * @param family of the task definition; null for all
 * @param startedBy null for all
 * @param serviceName null for all
 * @param desiredStatus null means RUNNING
 * @param launchType null for all
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
@RecordBuilder
public record ListTasksRequest(
        @Nullable String cluster,
        @Nullable String containerInstance,
        @Nullable String family,
        @Nullable String startedBy,
        @Nullable String serviceName,
        @Nullable DesiredStatus desiredStatus,
        @Nullable LaunchType launchType,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {

    /** A builder with every field absent. */
    public static ListTasksRequestBuilder builder() {
        return ListTasksRequestBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ListTasksRequestBuilder toBuilder() {
        return ListTasksRequestBuilder.builder(this);
    }
}
