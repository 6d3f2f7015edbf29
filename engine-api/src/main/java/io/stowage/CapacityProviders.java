package io.stowage;

import io.stowage.model.CapacityProvider;
import java.util.List;

/**
 * Operations on capacity providers. They belong to no cluster; {@link Clusters#putClusterCapacityProviders} puts them on one. {@code FARGATE} and
 * {@code FARGATE_SPOT} are always there, and can't be made or deleted. The package documentation says what holds for all operations.
 */
public interface CapacityProviders {

    /**
     * Creates a capacity provider. ECS: CreateCapacityProvider. Idempotent: one that is there just as this request would make it is answered
     * as it is. Launches nothing.
     *
     * @throws io.stowage.error.InvalidParameterException if the name breaks its rules or is that of another one, a number is out of its
     *     bounds, there is no instance provider of that name, or the instance provider finds fault with the properties
     * @throws io.stowage.error.UpdateInProgressException if one of that name is being deleted
     */
    CapacityProvider create(CreateCapacityProviderRequest request);

    /**
     * Changes a capacity provider. ECS: UpdateCapacityProvider. Idempotent. Clusters that use it follow before this returns, if they can be
     * reached; otherwise the answer is UPDATE_IN_PROGRESS, and they follow by themselves when they can.
     *
     * <p>FARGATE and FARGATE_SPOT can be given instances of their own by this, which ECS refuses: one machine for each task, on all clusters, as long as
     * managed scaling is ENABLED. The first time {@code instanceProvider} and {@code maximumSize} have to be given.
     *
     * @throws io.stowage.error.InvalidParameterException as {@link #create}; also if there is none of that name, {@code instanceProvider} is another
     *     one than that of a capacity provider that was created, or FARGATE or FARGATE_SPOT is to have machines in another way than one for each task
     * @throws io.stowage.error.UpdateInProgressException if it is being deleted
     * @throws io.stowage.error.ServerException if one that is being deleted can't be told from one that is in use, because a cluster
     *     doesn't answer
     */
    CapacityProvider update(UpdateCapacityProviderRequest request);

    /** Describes capacity providers. ECS: DescribeCapacityProviders. One that isn't there is a failure {@code MISSING}. */
    DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request);

    /** Describes capacity providers. ECS: DescribeCapacityProviders. Without a name, the first page of all there are. */
    default DescribeCapacityProvidersResponse describe(String... capacityProviders) {
        return describe(new DescribeCapacityProvidersRequest(List.of(capacityProviders), null, null));
    }

    /**
     * Deletes a capacity provider. ECS: DeleteCapacityProvider. Ends no instance. All clusters are asked whether they have it. As long as one
     * doesn't answer it is DEPROVISIONING, and no cluster begins to use it; it is deleted by itself later, or
     * is ACTIVE again if it turns out to be in use.
     *
     * @param capacityProvider its name or ARN
     * @return as it was, INACTIVE
     * @throws io.stowage.error.InvalidParameterException if there is none of that name, or it is FARGATE or FARGATE_SPOT
     * @throws io.stowage.error.ResourceInUseException if a cluster has it: take it from there first, with {@link
     *     Clusters#putClusterCapacityProviders}
     * @throws io.stowage.error.UpdateInProgressException if a change of it has not got to all clusters yet
     * @throws io.stowage.error.ServerException if a cluster doesn't answer
     */
    CapacityProvider delete(String capacityProvider);
}
