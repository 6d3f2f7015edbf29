package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ECS: DescribeCapacityProviders.
 *
 * @param capacityProviders at most 100 names or ARNs; null or empty for all there are
 * @param maxResults 1 to 10 on a page; null means 10
 * @param nextToken of the page before; null for the first one
 */
public record DescribeCapacityProvidersRequest(
        @Nullable List<String> capacityProviders,
        @Nullable Integer maxResults,
        @Nullable String nextToken) {

    /** Copies the list, keeping its order. */
    public DescribeCapacityProvidersRequest {
        capacityProviders = capacityProviders == null ? null : List.copyOf(capacityProviders);
    }
}
