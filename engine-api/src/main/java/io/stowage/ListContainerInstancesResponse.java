package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of container instances.
 *
 * @param containerInstanceArns in a stable order
 * @param nextToken for the next page; null if this is the last one
 */
public record ListContainerInstancesResponse(
        List<String> containerInstanceArns, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListContainerInstancesResponse {
        containerInstanceArns = containerInstanceArns == null ? List.of() : List.copyOf(containerInstanceArns);
    }
}
