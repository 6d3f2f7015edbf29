package io.stowage.core.engine;

import io.stowage.AwaitedDeployment;
import io.stowage.CreateServiceRequest;
import io.stowage.DeleteServiceRequest;
import io.stowage.DescribeServiceDeploymentsResponse;
import io.stowage.DescribeServiceRevisionsResponse;
import io.stowage.DescribeServicesResponse;
import io.stowage.Endpoint;
import io.stowage.EndpointListener;
import io.stowage.ListServiceDeploymentsRequest;
import io.stowage.ListServiceDeploymentsResponse;
import io.stowage.ListServicesRequest;
import io.stowage.ListServicesResponse;
import io.stowage.RebalancePlan;
import io.stowage.RebalanceRequest;
import io.stowage.RebalanceServicesRequest;
import io.stowage.RebalanceServicesResponse;
import io.stowage.RebalanceServicesResponse.Share;
import io.stowage.Services;
import io.stowage.SteadyState;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.CreateServiceAgain;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.DeploymentProgress;
import io.stowage.core.operation.DescribeServiceDeployments;
import io.stowage.core.operation.DescribeServiceRevisions;
import io.stowage.core.operation.DescribeServices;
import io.stowage.core.operation.ListEndpoints;
import io.stowage.core.operation.ListServiceDeployments;
import io.stowage.core.operation.ListServices;
import io.stowage.core.operation.PlanRebalance;
import io.stowage.core.operation.ServiceProgress;
import io.stowage.core.operation.StartRebalancing;
import io.stowage.core.operation.StopRebalancing;
import io.stowage.core.operation.StopServiceDeployment;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.registry.UsableTaskDefinition;
import io.stowage.core.state.Ids;
import io.stowage.error.ClientException;
import io.stowage.error.ServiceDeploymentNotFoundException;
import io.stowage.event.Subscription;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeploymentBrief;
import io.stowage.model.StopServiceDeploymentStopType;
import io.stowage.model.TaskDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operations on services. */
final class ServiceGroup implements Services {

    private static final String DEPLOYMENT = "service-deployment";
    /** Of a rebalancing of which it isn't said. */
    private static final int MOVES = 20;

    private static final int MOVES_AT_ONCE = 1;

    private final EngineCore core;
    private final Caller caller;

    ServiceGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public Service create(CreateServiceRequest request) {
        String action = "CreateService";
        caller.authorize(action, request.serviceName());
        TaskDefinition definition;
        try {
            definition = usable(action, request.taskDefinition());
        } catch (ClientException unusable) {
            return againOrElse(unusable, request);
        }
        return caller.ask(action, request.cluster(), new CreateService(request, definition, caller.principal()));
    }

    /** A request that is made again is answered as the first time, though its definition could not be used any more. */
    private Service againOrElse(ClientException unusable, CreateServiceRequest request) {
        if (request.clientToken() == null) {
            throw unusable;
        }
        return caller.ask("CreateService", request.cluster(), new CreateServiceAgain(request))
                .orElseThrow(() -> unusable);
    }

    @Override
    public Service update(UpdateServiceRequest request) {
        String action = "UpdateService";
        caller.authorize(action, request.service());
        TaskDefinition definition = request.taskDefinition() == null ? null : usable(action, request.taskDefinition());
        return caller.ask(action, request.cluster(), new UpdateService(request, definition));
    }

    /** Whether a revision may be used is checked when it is asked for, and no later. */
    private TaskDefinition usable(String action, String taskDefinition) {
        return caller.ask(action, new UsableTaskDefinition(taskDefinition)).definition();
    }

    @Override
    public Service delete(DeleteServiceRequest request) {
        String action = "DeleteService";
        caller.authorize(action, request.service());
        return caller.ask(action, request.cluster(), new DeleteService(request.service(), request.force()));
    }

    @Override
    public DescribeServicesResponse describe(@Nullable String cluster, List<String> services) {
        return caller.ask("DescribeServices", cluster, new DescribeServices(services));
    }

    @Override
    public ListServicesResponse list(ListServicesRequest request) {
        return caller.ask("ListServices", request.cluster(), new ListServices(request));
    }

    @Override
    public List<Endpoint> endpoints(@Nullable String cluster, String service) {
        return caller.ask("ListEndpoints", cluster, new ListEndpoints(service)).endpoints();
    }

    @Override
    public Subscription watchEndpoints(@Nullable String cluster, String service, EndpointListener listener) {
        core.calls().requireOpen("watchEndpoints");
        String clusterName = ClusterNames.of(cluster, core.arnPrefix());
        ListEndpoints question = new ListEndpoints(service);
        return new EndpointWatch(
                new Ids(core.arnPrefix(), clusterName).cluster(),
                Ids.shortId(service),
                () -> core.clusters().submit(clusterName, question),
                Objects.requireNonNull(listener),
                core);
    }

    @Override
    public ListServiceDeploymentsResponse listDeployments(ListServiceDeploymentsRequest request) {
        return caller.ask("ListServiceDeployments", request.cluster(), new ListServiceDeployments(request));
    }

    @Override
    public DescribeServiceDeploymentsResponse describeDeployments(List<String> serviceDeploymentArns) {
        return caller.ask(
                "DescribeServiceDeployments",
                ClusterNames.ofAll(serviceDeploymentArns, DEPLOYMENT, core.arnPrefix()),
                new DescribeServiceDeployments(serviceDeploymentArns));
    }

    @Override
    public DescribeServiceRevisionsResponse describeRevisions(List<String> serviceRevisionArns) {
        return caller.ask(
                "DescribeServiceRevisions",
                ClusterNames.ofAll(serviceRevisionArns, "service-revision", core.arnPrefix()),
                new DescribeServiceRevisions(serviceRevisionArns));
    }

    @Override
    public String stopDeployment(String serviceDeploymentArn, @Nullable StopServiceDeploymentStopType stopType) {
        String action = "StopServiceDeployment";
        caller.authorize(action, serviceDeploymentArn);
        StopServiceDeploymentStopType how = stopType == null ? StopServiceDeploymentStopType.ROLLBACK : stopType;
        return caller.ask(
                        action,
                        ClusterNames.ofAll(List.of(serviceDeploymentArn), DEPLOYMENT, core.arnPrefix()),
                        new StopServiceDeployment(serviceDeploymentArn, how))
                .serviceDeploymentArn();
    }

    @Override
    public AwaitedDeployment awaitDeployment(@Nullable String cluster, String service, Duration deadline) {
        Deadlines.check(deadline);
        List<ServiceDeploymentBrief> newest = listDeployments(
                        new ListServiceDeploymentsRequest(cluster, service, null, null, 1))
                .serviceDeployments();
        if (newest.isEmpty()) {
            throw new ServiceDeploymentNotFoundException("No deployment of '" + service + "' is remembered.");
        }
        return awaitDeployment(newest.get(0).serviceDeploymentArn(), deadline);
    }

    @Override
    public AwaitedDeployment awaitDeployment(String serviceDeploymentArn, Duration deadline) {
        String action = "awaitDeployment";
        Deadlines.check(deadline);
        core.calls().requireOpen(action);
        String clusterName = ClusterNames.ofAll(List.of(serviceDeploymentArn), DEPLOYMENT, core.arnPrefix());
        DeploymentProgress progress = new DeploymentProgress(serviceDeploymentArn);
        String[] parts = serviceDeploymentArn.split("/", -1);
        DeploymentProgress.Answer seen = Wait.until(
                action,
                new Ids(core.arnPrefix(), clusterName).cluster(),
                new DeploymentQuestion(
                        parts.length < 2 ? "" : parts[parts.length - 2],
                        () -> core.clusters().submit(clusterName, progress)),
                deadline,
                core);
        return DeploymentQuestion.answer(seen);
    }

    @Override
    public SteadyState awaitSteadyState(@Nullable String cluster, String service, Duration deadline) {
        String action = "awaitSteadyState";
        Deadlines.check(deadline);
        core.calls().requireOpen(action);
        String clusterName = ClusterNames.of(cluster, core.arnPrefix());
        ServiceProgress progress = new ServiceProgress(service, SteadyStateQuestion.STOPPED_TASKS_TOLD);
        ServiceProgress.Answer seen = Wait.until(
                action,
                new Ids(core.arnPrefix(), clusterName).cluster(),
                new SteadyStateQuestion(
                        Ids.shortId(service), () -> core.clusters().submit(clusterName, progress)),
                deadline,
                core);
        return new SteadyState(
                SteadyStateQuestion.steady(seen.service()), seen.service(), SteadyStateQuestion.reasons(seen));
    }

    /** Planned on this thread, on a copy: only how many tasks each service is to move goes to whoever leads the cluster. */
    @Override
    public RebalanceServicesResponse rebalance(RebalanceServicesRequest request) {
        String action = "RebalanceServices";
        caller.authorize(action, request.service() == null ? request.cluster() : request.service());
        int mostAtOnce = Objects.requireNonNullElse(request.mostAtOnce(), MOVES_AT_ONCE);
        StartRebalancing.check(mostAtOnce);
        int budget = Objects.requireNonNullElse(request.budget(), MOVES);
        RebalancePlan plan = caller.ask(
                        action,
                        request.cluster(),
                        new PlanRebalance(new RebalanceRequest(request.cluster(), request.service(), budget)))
                .get();
        Map<String, Integer> moves = new LinkedHashMap<>();
        plan.moves().forEach(move -> moves.merge(move.serviceArn(), 1, Integer::sum));
        List<Share> shares = moves.entrySet().stream()
                .map(each -> new Share(each.getKey(), each.getValue()))
                .toList();
        List<Share> started = shares.isEmpty()
                ? shares
                : caller.ask(action, request.cluster(), new StartRebalancing(shares, mostAtOnce))
                        .services();
        return new RebalanceServicesResponse(started, plan.failures(), plan.complete());
    }

    @Override
    public List<String> stopRebalancing(@Nullable String cluster, @Nullable String service) {
        String action = "StopRebalancing";
        caller.authorize(action, service == null ? cluster : service);
        return caller.ask(action, cluster, new StopRebalancing(service));
    }
}
