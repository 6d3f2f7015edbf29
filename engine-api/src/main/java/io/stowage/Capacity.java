package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions about capacity: how much is needed of what there is, and what would happen if. They change nothing. The package documentation says what
 * holds for all operations.
 */
public interface Capacity {

    /**
     * How much is needed of the machines of each capacity provider of a cluster that has machines of its own, in the order of their names; empty if
     * there is none. {@code FARGATE} and {@code FARGATE_SPOT} are not among them.
     *
     * <p>It is worked out from what is committed when it is asked, on any engine; no instance provider is asked. How many machines are needed
     * beside those that are there or on their way was found at the last look at the machines, less than five seconds ago as a rule. Blocks as long
     * as any question may. Idempotent.
     */
    List<CapacityProviderReservation> reservations(@Nullable String cluster);

    /**
     * Which machines a set of services would need on their own, and which share of them no task would have: before anything is launched, and before
     * there is a cluster even. The tasks are packed as those are that wait for a capacity provider: onto the cheapest machines that its
     * instance provider has, exactly where the tasks are few or much alike. What is there already doesn't count, nor do minimum and maximum
     * size, headroom and scaling steps.
     *
     * <p>Asks the instance provider which types it has, now, and blocks as long as any operation may. Idempotent. The packing is made on the calling
     * thread: less than a second for the most that may be asked.
     *
     * @throws io.stowage.error.InvalidParameterException if there is no such capacity provider, this engine doesn't have its instance
     *     provider or that finds fault with the properties, a number is out of its bounds, a name is given twice, a
     *     constraint breaks a rule, or the instance provider has none of the machine types in these zones
     * @throws io.stowage.error.ClientException if a task definition isn't there or isn't ACTIVE
     * @throws io.stowage.error.ServerException if the instance provider fails or doesn't answer
     */
    CapacityPlan plan(PlanCapacityRequest request);

    /**
     * The machines for so many tasks of one definition. See {@link #plan(PlanCapacityRequest)}.
     *
     * @param capacityProvider by name or ARN
     * @param taskDefinition by ARN, {@code family:revision} or {@code family}; the plan names it so
     * @param count 0 to 10,000
     */
    default CapacityPlan plan(String capacityProvider, String taskDefinition, int count) {
        return plan(PlanCapacityRequest.builder()
                .capacityProvider(capacityProvider)
                .services(List.of(new PlanCapacityRequest.PlannedService(taskDefinition, taskDefinition, count)))
                .build());
    }
}
