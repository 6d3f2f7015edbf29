package io.stowage;

import io.stowage.model.Cluster;
import io.stowage.model.Failure;
import java.util.List;

/**
 * The answer to DescribeClusters.
 *
 * @param clusters those found, in the order asked for
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record DescribeClustersResponse(List<Cluster> clusters, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public DescribeClustersResponse {
        clusters = clusters == null ? List.of() : List.copyOf(clusters);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
