package io.stowage;

import org.jspecify.annotations.Nullable;

/**
 * ECS: ListClusters.
 *
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListClustersRequest(
        @Nullable String nextToken, @Nullable Integer maxResults) {}
