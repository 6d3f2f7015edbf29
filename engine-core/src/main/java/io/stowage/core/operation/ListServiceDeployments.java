package io.stowage.core.operation;

import io.stowage.ListServiceDeploymentsRequest;
import io.stowage.ListServiceDeploymentsResponse;
import io.stowage.core.state.PastDeployment;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentBrief;
import io.stowage.model.ServiceDeploymentStatus;
import java.util.Comparator;
import java.util.List;

/** ECS: ListServiceDeployments: the newest first. */
public record ListServiceDeployments(ListServiceDeploymentsRequest request)
        implements ReadOperation<ListServiceDeploymentsResponse> {

    @Override
    public ListServiceDeploymentsResponse apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        String name = DeleteService.find(turn, request.service()).record().serviceName();
        List<ServiceDeployment> matching = turn.state().pastDeployments(name).stream()
                .map(PastDeployment::deployment)
                .filter(this::matches)
                .toList();
        Page<ServiceDeployment> page = Page.of(
                matching,
                ListServiceDeployments::key,
                Comparator.reverseOrder(),
                new Page.Request(request.nextToken(), request.maxResults()));
        return new ListServiceDeploymentsResponse(
                page.entries().stream().map(ListServiceDeployments::brief).toList(), page.nextToken());
    }

    private boolean matches(ServiceDeployment deployment) {
        List<ServiceDeploymentStatus> status = request.status();
        return status == null || status.isEmpty() || status.contains(deployment.status());
    }

    /** In the order in which they began; two of one moment in the order of their numbers. */
    private static String key(ServiceDeployment deployment) {
        return "%019d %s".formatted(deployment.createdAt().toEpochMilli(), deployment.serviceDeploymentArn());
    }

    private static ServiceDeploymentBrief brief(ServiceDeployment deployment) {
        return new ServiceDeploymentBrief(
                deployment.serviceDeploymentArn(),
                deployment.serviceArn(),
                deployment.clusterArn(),
                deployment.createdAt(),
                deployment.startedAt(),
                deployment.finishedAt(),
                deployment.targetServiceRevision().arn(),
                deployment.status(),
                deployment.statusReason());
    }
}
