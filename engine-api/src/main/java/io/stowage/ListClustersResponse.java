package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of clusters.
 *
 * @param clusterArns in a stable order
 * @param nextToken for the next page; null if this is the last one
 */
public record ListClustersResponse(
        List<String> clusterArns, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListClustersResponse {
        clusterArns = clusterArns == null ? List.of() : List.copyOf(clusterArns);
    }
}
