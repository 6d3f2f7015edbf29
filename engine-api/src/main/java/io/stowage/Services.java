package io.stowage;

import io.stowage.event.Subscription;
import io.stowage.model.Service;
import io.stowage.model.StopServiceDeploymentStopType;
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

    /**
     * The tasks of a service that take traffic now: those that are RUNNING and to stay so, of which no health check says otherwise, on instances
     * that are not lost. Where an essential container has a health check, it must have passed.
     *
     * @return in the order of their tasks' ARNs
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     */
    List<Endpoint> endpoints(@Nullable String cluster, String service);

    /**
     * Tells a listener which tasks of a service take traffic: as they are now, at once, and again whenever that has changed. Doesn't block. May be
     * asked of any engine; one that doesn't lead the cluster hears of changes a little later. Service and cluster need not be there yet: until
     * then the list is empty. While the store can't be reached, what was told last holds. A task leaves the list as soon as it is to be
     * stopped; its agent hears of that at the same time.
     *
     * @param service its name or ARN
     * @throws io.stowage.error.ServerException if the engine is closed
     */
    Subscription watchEndpoints(@Nullable String cluster, String service, EndpointListener listener);

    /**
     * Lists the deployments of a service that are remembered: the last 100. ECS, which remembers them for 90 days: ListServiceDeployments.
     *
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     */
    ListServiceDeploymentsResponse listDeployments(ListServiceDeploymentsRequest request);

    /** The first page of all deployments of a service. ECS: ListServiceDeployments. */
    default ListServiceDeploymentsResponse listDeployments(@Nullable String cluster, String service) {
        return listDeployments(new ListServiceDeploymentsRequest(cluster, service, null, null, null));
    }

    /**
     * Waits until a deployment is over, its way back included. Blocks, at most until the deadline; never throws because of it: the answer says how far it has
     * got. May be asked of any engine. Needs no polling.
     *
     * @param serviceDeploymentArn of the deployment
     * @param deadline how long to wait at most; zero looks once. The engine's {@code operationTimeout} doesn't apply
     * @throws io.stowage.error.ServiceDeploymentNotFoundException if it isn't remembered
     * @throws io.stowage.error.InvalidParameterException if the deadline is negative, or if this isn't the ARN of a service deployment
     */
    AwaitedDeployment awaitDeployment(String serviceDeploymentArn, Duration deadline);

    /**
     * Waits until the newest deployment of a service is over. See {@link #awaitDeployment(String, Duration)}. Which one that is is settled when this is called: one
     * that begins after that supersedes it.
     *
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     * @throws io.stowage.error.ServiceDeploymentNotFoundException if none is remembered
     */
    AwaitedDeployment awaitDeployment(@Nullable String cluster, String service, Duration deadline);

    /**
     * Describes service deployments. ECS: DescribeServiceDeployments. One that isn't remembered is a failure {@code MISSING}.
     *
     * @param serviceDeploymentArns 1 to 20 ARNs, of one cluster
     * @throws io.stowage.error.InvalidParameterException also if one isn't the ARN of a service deployment of this engine, or they are of
     *     several clusters
     */
    DescribeServiceDeploymentsResponse describeDeployments(List<String> serviceDeploymentArns);

    /**
     * Describes service revisions. ECS: DescribeServiceRevisions. One is remembered as long as its deployment is; one that isn't is a failure
     * {@code MISSING}.
     *
     * @param serviceRevisionArns 1 to 20 ARNs, of one cluster
     * @throws io.stowage.error.InvalidParameterException also if one isn't the ARN of a service revision of this engine, or they are of
     *     several clusters
     */
    DescribeServiceRevisionsResponse describeRevisions(List<String> serviceRevisionArns);

    /**
     * Stops a deployment that is under way. ECS: StopServiceDeployment. Answers when it is committed, with the ARN. Works without a circuit
     * breaker, too. Idempotent: of one that is on its way back already, ROLLBACK changes nothing.
     *
     * @param stopType null means ROLLBACK
     * @throws io.stowage.error.ServiceDeploymentNotFoundException if it isn't remembered
     * @throws io.stowage.error.ConflictException if it is over
     * @throws io.stowage.error.InvalidParameterException if there is nothing to go back to, because no deployment of the service has ever
     *     completed, or if this isn't the ARN of a service deployment
     */
    String stopDeployment(String serviceDeploymentArn, @Nullable StopServiceDeploymentStopType stopType);

    /**
     * Moves tasks to other container instances so that services are balanced again: as many as {@link Placements#rebalance(RebalanceRequest)} finds
     * now, within the budget. Not ECS's. Answers when it is committed which services are to move how many tasks; it is done by whoever leads the
     * cluster, also after that has changed. Each move is chosen anew when its turn comes: a task is started where it improves the service's
     * balance, and when it is healthy the old one is stopped. A service is moved only while it is steady, within its {@code maximumPercent},
     * and no protected task is. Asked again, it is planned anew: what was left of an earlier request for a service that has part in it again is
     * forgotten, and moves that are under way go on.
     *
     * @throws io.stowage.error.InvalidParameterException if budget or mostAtOnce is out of its range
     * @throws io.stowage.error.ClusterNotFoundException if there is no such cluster
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     * @throws io.stowage.error.ServiceNotActiveException if the service is being deleted
     */
    RebalanceServicesResponse rebalance(RebalanceServicesRequest request);

    /** Rebalances all services of a cluster with all else left to its default. See {@link #rebalance(RebalanceServicesRequest)}. */
    default RebalanceServicesResponse rebalance(@Nullable String cluster, int budget) {
        return rebalance(new RebalanceServicesRequest(cluster, null, budget, null));
    }

    /**
     * Begins no more moves that {@link #rebalance(RebalanceServicesRequest)} has asked for. Moves under way are not waited for: a task that has been
     * started for one and isn't healthy yet is stopped. Idempotent.
     *
     * @param service its name or ARN; null means all services of the cluster
     * @return the ARNs of the services of which tasks were to be moved
     * @throws io.stowage.error.ServiceNotFoundException if there is no such service
     */
    List<String> stopRebalancing(@Nullable String cluster, @Nullable String service);
}
