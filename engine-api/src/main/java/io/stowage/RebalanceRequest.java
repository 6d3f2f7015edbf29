package io.stowage;

import org.jspecify.annotations.Nullable;

/**
 * Asks which tasks to move so that services are balanced again, as after container instances joined.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param service its name or ARN; null means all services of the cluster, which share the budget
 * @param budget how many moves there may be at most, 1 to 1,000
 */
public record RebalanceRequest(
        @Nullable String cluster, @Nullable String service, int budget) {}
