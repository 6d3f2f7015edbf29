package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.ServiceRevision;
import java.util.List;

/**
 * The answer to DescribeServiceRevisions.
 *
 * @param serviceRevisions those found, in the order asked for
 * @param failures what was not found, with ECS's reason
 */
public record DescribeServiceRevisionsResponse(List<ServiceRevision> serviceRevisions, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public DescribeServiceRevisionsResponse {
        serviceRevisions = serviceRevisions == null ? List.of() : List.copyOf(serviceRevisions);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
