package io.stowage;

import org.jspecify.annotations.Nullable;

/**
 * Asks for tasks to be moved so that services are balanced again, as after container instances joined.
 *
 * @param cluster the cluster, by name or ARN; null means {@code default}
 * @param service its name or ARN; null means all services of the cluster, which share the budget
 * @param budget how many moves there may be in all, 1 to 1,000; null means 20
 * @param mostAtOnce how many moves may be under way at once in the cluster, 1 to 100; null means 1
 */
public record RebalanceServicesRequest(
        @Nullable String cluster,
        @Nullable String service,
        @Nullable Integer budget,
        @Nullable Integer mostAtOnce) {}
