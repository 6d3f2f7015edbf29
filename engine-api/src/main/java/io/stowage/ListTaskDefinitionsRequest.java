package io.stowage;

import io.stowage.model.SortOrder;
import io.stowage.model.TaskDefinitionStatus;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListTaskDefinitions.
 *
 * @param familyPrefix the whole name of a family; null for all families
 * @param status null means ACTIVE
 * @param sort by family, then revision; null means ASC
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListTaskDefinitionsRequest(
        @Nullable String familyPrefix,
        @Nullable TaskDefinitionStatus status,
        @Nullable SortOrder sort,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {}
