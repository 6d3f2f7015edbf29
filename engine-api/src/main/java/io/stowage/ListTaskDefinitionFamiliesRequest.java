package io.stowage;

import io.stowage.model.TaskDefinitionFamilyStatus;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListTaskDefinitionFamilies.
 *
 * @param familyPrefix what the name begins with; null for all
 * @param status null means ALL, as in ECS
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListTaskDefinitionFamiliesRequest(
        @Nullable String familyPrefix,
        @Nullable TaskDefinitionFamilyStatus status,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {}
