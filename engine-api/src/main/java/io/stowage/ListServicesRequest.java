package io.stowage;

import io.stowage.model.LaunchType;
import io.stowage.model.SchedulingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * ECS: ListServices.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param launchType null for all
 * @param schedulingStrategy null for all
 * @param nextToken from the answer before; null for the first page
 * @param maxResults 1 to 100; null means 100
 */
public record ListServicesRequest(
        @Nullable String cluster,
        @Nullable LaunchType launchType,
        @Nullable SchedulingStrategy schedulingStrategy,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {}
