package io.stowage;

import io.stowage.model.Failure;
import java.util.List;
import java.util.Objects;

/**
 * What will be moved.
 *
 * @param services the services of which tasks will be moved; empty if everything is balanced, as far as there is room
 * @param failures the services for which nothing could be planned, as in {@link RebalancePlan}
 * @param complete as in {@link RebalancePlan}
 */
public record RebalanceServicesResponse(List<Share> services, List<Failure> failures, boolean complete) {

    /** Copies the lists, keeping their order. */
    public RebalanceServicesResponse {
        services = services == null ? List.of() : List.copyOf(services);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }

    /**
     * A service's share in the budget.
     *
     * @param serviceArn the service
     * @param moves how many of its tasks may be moved
     */
    public record Share(String serviceArn, int moves) {

        /** Checks what is required for null. */
        public Share {
            Objects.requireNonNull(serviceArn, "Share.serviceArn is required");
        }
    }
}
