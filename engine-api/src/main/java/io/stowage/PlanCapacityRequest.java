package io.stowage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.PlacementConstraint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question for {@link Capacity#plan(PlanCapacityRequest)}.
 *
 * @param capacityProvider one that is there, by name or ARN; null if {@code instancePoolProvider} is given
 * @param instancePoolProvider one that could be made; null if {@code capacityProvider} is given
 * @param services what is to run, 1 to 100, each name once; together at most 10,000 tasks
 */
@RecordBuilder
public record PlanCapacityRequest(
        @Nullable String capacityProvider,
        @Nullable InstancePoolProvider instancePoolProvider,
        List<PlannedService> services) {

    /** Copies the list, keeping its order. */
    public PlanCapacityRequest {
        services = services == null ? List.of() : List.copyOf(services);
    }

    /**
     * Tasks that are alike. They need not be a service's.
     *
     * @param serviceName how the plan names it, in any words
     * @param taskDefinition by ARN, {@code family:revision} or {@code family}
     * @param desiredCount how many, 0 to 10,000
     * @param placementConstraints beside those of the task definition, as for a service; null for none
     */
    public record PlannedService(
            String serviceName,
            String taskDefinition,
            int desiredCount,
            @Nullable List<PlacementConstraint> placementConstraints) {

        /** Copies the list, keeping its order; checks what is required for null. */
        public PlannedService {
            Objects.requireNonNull(serviceName, "PlannedService.serviceName is required");
            Objects.requireNonNull(taskDefinition, "PlannedService.taskDefinition is required");
            placementConstraints = placementConstraints == null ? null : List.copyOf(placementConstraints);
        }

        /** With no constraints but those of the task definition. */
        public PlannedService(String serviceName, String taskDefinition, int desiredCount) {
            this(serviceName, taskDefinition, desiredCount, null);
        }
    }

    /** A builder with every field absent. */
    public static PlanCapacityRequestBuilder builder() {
        return PlanCapacityRequestBuilder.builder();
    }
}
