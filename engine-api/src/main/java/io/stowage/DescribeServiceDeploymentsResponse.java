package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.ServiceDeployment;
import java.util.List;

/**
 * The answer to DescribeServiceDeployments.
 *
 * @param serviceDeployments those found, in the order asked for
 * @param failures what was not found, with ECS's reason
 */
public record DescribeServiceDeploymentsResponse(List<ServiceDeployment> serviceDeployments, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public DescribeServiceDeploymentsResponse {
        serviceDeployments = serviceDeployments == null ? List.of() : List.copyOf(serviceDeployments);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
