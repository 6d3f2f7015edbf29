package io.stowage;

import io.stowage.model.Service;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on services. The package documentation says what holds for all of them. */
public interface Services {

    /**
     * Creates a service. ECS: CreateService. Answers when it is committed; its tasks start after that. Idempotent with a
     * {@code clientToken}; without one, too, as long as the ACTIVE service of that name is just as asked for. Apart from that a name
     * that an ACTIVE or DRAINING service has is refused.
     *
     * @throws io.stowage.error.InvalidParameterException also if the name is taken, or with these settings a deployment could never
     *     move; the message names the smallest change that helps
     * @throws io.stowage.error.ClientException if the task definition isn't there or isn't ACTIVE
     * @throws io.stowage.error.ConflictException if the client token was used with other parameters
     */
    Service create(CreateServiceRequest request);

    /** Creates a REPLICA service with all else left to its default. ECS: CreateService. See {@link #create(CreateServiceRequest)}. */
    default Service create(@Nullable String cluster, String serviceName, String taskDefinition, int desiredCount) {
        return create(CreateServiceRequest.builder()
                .cluster(cluster)
                .serviceName(serviceName)
                .taskDefinition(taskDefinition)
                .desiredCount(desiredCount)
                .build());
    }

    /**
     * Changes a service; {@link UpdateServiceRequest} says which changes start a new deployment. ECS: UpdateService. Answers when
     * it is committed. A deployment that is under way is superseded. Idempotent, unless {@code forceNewDeployment} is set.
     *
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     * @throws io.stowage.error.ServiceNotActiveException if it was deleted
     * @throws io.stowage.error.ClientException if the task definition isn't there or isn't ACTIVE
     */
    Service update(UpdateServiceRequest request);

    /** Rolls out a task definition. ECS: UpdateService. See {@link #update(UpdateServiceRequest)}. */
    default Service update(@Nullable String cluster, String service, String taskDefinition) {
        return update(UpdateServiceRequest.builder()
                .cluster(cluster)
                .service(service)
                .taskDefinition(taskDefinition)
                .build());
    }

    /** Changes how many tasks a service is to have; starts no deployment. ECS: UpdateService. See {@link #update(UpdateServiceRequest)}. */
    default Service scale(@Nullable String cluster, String service, int desiredCount) {
        return update(UpdateServiceRequest.builder()
                .cluster(cluster)
                .service(service)
                .desiredCount(desiredCount)
                .build());
    }

    /**
     * Deletes a service: it is DRAINING while its tasks stop, then INACTIVE. ECS: DeleteService. Doesn't wait for the tasks.
     * Idempotent: one that is DRAINING or INACTIVE is answered as it is.
     *
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     * @throws io.stowage.error.InvalidParameterException if its desired count is above 0 and {@code force} isn't set
     */
    Service delete(DeleteServiceRequest request);

    /** Deletes a service, whatever its desired count is. ECS: DeleteService, with force. See {@link #delete(DeleteServiceRequest)}. */
    default Service forceDelete(@Nullable String cluster, String service) {
        return delete(new DeleteServiceRequest(cluster, service, true));
    }

    /**
     * Describes services, with their deployments and last 100 events. ECS: DescribeServices. One that isn't there is a failure
     * {@code MISSING}; one that was deleted may be described as INACTIVE for some time.
     *
     * @param services 1 to 10 names or ARNs
     */
    DescribeServicesResponse describe(@Nullable String cluster, List<String> services);

    /** Lists the ACTIVE services. ECS: ListServices. */
    ListServicesResponse list(ListServicesRequest request);

    /** The first page of all ACTIVE services. ECS: ListServices. */
    default ListServicesResponse list(@Nullable String cluster) {
        return list(new ListServicesRequest(cluster, null, null, null, null));
    }

    /**
     * Waits until a service is steady: one deployment is left, its rollout is COMPLETED, and as many tasks run as desired. ECS's
     * waiter is {@code ServicesStable}. Blocks, at most until the deadline; never throws because of it: the answer says why the
     * service isn't steady. Answers earlier if it can't become so by itself: the service was deleted, or its deployment FAILED and
     * nothing is rolled back to.
     *
     * @param deadline how long to wait at most; zero looks once. The engine's {@code operationTimeout} doesn't apply
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     * @throws io.stowage.error.InvalidParameterException if the deadline is negative
     */
    SteadyState awaitSteadyState(@Nullable String cluster, String service, Duration deadline);
}
