package io.stowage;

import io.stowage.model.Failure;
import io.stowage.model.Service;
import java.util.List;

/**
 * The answer to DescribeServices.
 *
 * @param services those found, in the order asked for
 * @param failures what was not found or could not be done, with ECS's reason
 */
public record DescribeServicesResponse(List<Service> services, List<Failure> failures) {

    /** Copies the lists, keeping their order. */
    public DescribeServicesResponse {
        services = services == null ? List.of() : List.copyOf(services);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
