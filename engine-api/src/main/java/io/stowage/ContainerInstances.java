package io.stowage;

import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on container instances and their attributes. The package documentation says what holds for all of them. */
public interface ContainerInstances {

    /**
     * Registers a host, which the engine then connects to. ECS: RegisterContainerInstance. Answers when the container instance is
     * committed, be it connected by then or not: {@code status} and {@code agentConnected} tell. Idempotent with a
     * {@code containerInstanceName}: the container instance of that name is answered, with the runtime, properties, attributes
     * and resources of this request; its tasks stay its tasks. Without a name each call registers another one.
     *
     * @throws io.stowage.error.InvalidParameterException also if there is no runtime plugin of that name; the message names those
     *     there are
     * @throws io.stowage.error.AttributeLimitExceededException if it has more than 10 custom attributes
     * @throws io.stowage.error.ServerException also if the host can't be reached: nothing is registered then
     */
    ContainerInstance register(RegisterContainerInstanceRequest request);

    /**
     * Registers a host of which the runtime says all that is to be known. ECS: RegisterContainerInstance. See
     * {@link #register(RegisterContainerInstanceRequest)}.
     *
     * @param runtime the name of the runtime plugin
     */
    default ContainerInstance register(@Nullable String cluster, String containerInstanceName, String runtime) {
        return register(RegisterContainerInstanceRequest.builder()
                .cluster(cluster)
                .containerInstanceName(containerInstanceName)
                .runtime(runtime)
                .build());
    }

    /**
     * Deregisters a container instance. ECS: DeregisterContainerInstance. With {@code force} its tasks are stopped, and those of
     * services replaced elsewhere. It is gone after that.
     *
     * @return the container instance as it was, INACTIVE
     * @throws io.stowage.error.InvalidParameterException if there is no such container instance, or tasks run on it and
     *     {@code force} isn't set
     */
    ContainerInstance deregister(DeregisterContainerInstanceRequest request);

    /**
     * Describes container instances. ECS: DescribeContainerInstances. One that isn't there is a failure {@code MISSING}.
     *
     * @param containerInstances 1 to 100 names, ids or ARNs
     */
    DescribeContainerInstancesResponse describe(@Nullable String cluster, List<String> containerInstances);

    /**
     * Lists container instances. ECS: ListContainerInstances.
     *
     * @throws io.stowage.error.InvalidParameterException also if the filter is no expression; the message shows where
     */
    ListContainerInstancesResponse list(ListContainerInstancesRequest request);

    /** The first page of all container instances but the INACTIVE ones. ECS: ListContainerInstances. */
    default ListContainerInstancesResponse list(@Nullable String cluster) {
        return list(new ListContainerInstancesRequest(cluster, null, null, null, null));
    }

    /**
     * Drains container instances, or takes them into use again. ECS: UpdateContainerInstancesState. Doesn't wait for the tasks to
     * go. Idempotent. One that isn't there, or is neither ACTIVE nor DRAINING, is a failure.
     *
     * @throws io.stowage.error.InvalidParameterException if the state asked for is neither ACTIVE nor DRAINING
     */
    UpdateContainerInstancesStateResponse updateState(UpdateContainerInstancesStateRequest request);

    /**
     * Drains container instances: no new tasks come, and tasks of services are replaced elsewhere. ECS:
     * UpdateContainerInstancesState. See {@link #updateState}.
     */
    default UpdateContainerInstancesStateResponse drain(@Nullable String cluster, String... containerInstances) {
        return updateState(new UpdateContainerInstancesStateRequest(
                cluster, List.of(containerInstances), ContainerInstanceStatus.DRAINING));
    }

    /** Takes drained container instances into use again. ECS: UpdateContainerInstancesState. See {@link #updateState}. */
    default UpdateContainerInstancesStateResponse reactivate(@Nullable String cluster, String... containerInstances) {
        return updateState(new UpdateContainerInstancesStateRequest(
                cluster, List.of(containerInstances), ContainerInstanceStatus.ACTIVE));
    }

    /**
     * Sets custom attributes. ECS: PutAttributes. Idempotent; all or nothing.
     *
     * @param attributes 1 to 10, each with its {@code targetId}
     * @return the attributes that were set
     * @throws io.stowage.error.TargetNotFoundException if a container instance isn't there
     * @throws io.stowage.error.AttributeLimitExceededException if one would have more than 10 custom attributes
     */
    List<Attribute> putAttributes(@Nullable String cluster, List<Attribute> attributes);

    /**
     * Removes custom attributes. ECS: DeleteAttributes. Idempotent; all or nothing.
     *
     * @param attributes 1 to 10, each with its {@code targetId}; an attribute without a value is removed whatever its value is
     * @return the attributes that were removed; may be empty
     * @throws io.stowage.error.TargetNotFoundException if a container instance isn't there
     */
    List<Attribute> deleteAttributes(@Nullable String cluster, List<Attribute> attributes);

    /** Lists attributes of container instances. ECS: ListAttributes. */
    ListAttributesResponse listAttributes(ListAttributesRequest request);
}
