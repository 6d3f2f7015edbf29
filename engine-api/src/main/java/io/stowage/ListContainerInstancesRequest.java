package io.stowage;

import io.stowage.model.ContainerInstanceStatus;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListContainerInstances.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param filter an expression in the cluster query language; null or empty for all
 * @param status null for all but INACTIVE
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListContainerInstancesRequest(
        @Nullable String cluster,
        @Nullable String filter,
        @Nullable ContainerInstanceStatus status,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {}
