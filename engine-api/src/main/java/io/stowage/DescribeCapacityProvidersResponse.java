package io.stowage;

import io.stowage.model.CapacityProvider;
import io.stowage.model.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to DescribeCapacityProviders.
 *
 * @param capacityProviders those found, in the order asked for; all of them in the order of their names
 * @param failures what was not found, with ECS's reason
 * @param nextToken asks for the next page; null if there is none
 */
public record DescribeCapacityProvidersResponse(
        List<CapacityProvider> capacityProviders,
        List<Failure> failures,
        @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public DescribeCapacityProvidersResponse {
        capacityProviders = capacityProviders == null ? List.of() : List.copyOf(capacityProviders);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
