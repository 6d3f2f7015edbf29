package io.stowage;

import io.stowage.model.CapacityProvider;
import java.util.List;

/**
 * Operations on capacity providers. They belong to no cluster; {@link Clusters#putClusterCapacityProviders} puts them on one. {@code FARGATE} and
 * {@code FARGATE_SPOT} are always there, and can't be made, changed or deleted. The package documentation says what holds for all operations.
 */
public interface CapacityProviders {

    /**
     * Creates a capacity provider. ECS: CreateCapacityProvider. Idempotent: one that is there just as this request would make it is answered
     * as it is. Launches nothing.
     *
     * @throws io.stowage.error.InvalidParameterException if the name breaks its rules or is that of another one, a number is out of its
     *     bounds, there is no instance provider of that name, or the instance provider finds fault with the properties
     */
    CapacityProvider create(CreateCapacityProviderRequest request);

    /**
     * Changes a capacity provider. ECS: UpdateCapacityProvider. Idempotent. Clusters that use it follow before this returns; one that could not
     * be reached does when the same is asked for again.
     *
     * @throws io.stowage.error.InvalidParameterException as {@link #create}; also if there is none of that name, or it is FARGATE or
     *     FARGATE_SPOT
     * @throws io.stowage.error.UpdateInProgressException if it is being deleted
     */
    CapacityProvider update(UpdateCapacityProviderRequest request);

    /** Describes capacity providers. ECS: DescribeCapacityProviders. One that isn't there is a failure {@code MISSING}. */
    DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request);

    /** Describes capacity providers. ECS: DescribeCapacityProviders. Without a name, the first page of all there are. */
    default DescribeCapacityProvidersResponse describe(String... capacityProviders) {
        return describe(new DescribeCapacityProvidersRequest(List.of(capacityProviders), null, null));
    }

    /**
     * Deletes a capacity provider. ECS: DeleteCapacityProvider. Ends no instance.
     *
     * @param capacityProvider its name or ARN
     * @return as it was, INACTIVE
     * @throws io.stowage.error.InvalidParameterException if there is none of that name, or it is FARGATE or FARGATE_SPOT
     * @throws io.stowage.error.ResourceInUseException if a cluster has it: take it from there first, with {@link
     *     Clusters#putClusterCapacityProviders}
     */
    CapacityProvider delete(String capacityProvider);
}
