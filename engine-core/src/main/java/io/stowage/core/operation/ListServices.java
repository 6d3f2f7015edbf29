package io.stowage.core.operation;

import io.stowage.ListServicesRequest;
import io.stowage.ListServicesResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.util.List;

/** ECS: ListServices: the ACTIVE ones, in the order of their names. */
public record ListServices(ListServicesRequest request) implements ReadOperation<ListServicesResponse> {

    @Override
    public ListServicesResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        List<Service> matching = state.services().stream()
                .map(ServiceState::record)
                .filter(this::matches)
                .toList();
        Page<Service> page =
                Page.of(matching, Service::serviceName, new Page.Request(request.nextToken(), request.maxResults()));
        return new ListServicesResponse(
                page.entries().stream().map(Service::serviceArn).toList(), page.nextToken());
    }

    private boolean matches(Service service) {
        return service.status() == ServiceStatus.ACTIVE
                && (request.launchType() == null || request.launchType() == service.launchType())
                && (request.schedulingStrategy() == null
                        || request.schedulingStrategy() == service.schedulingStrategy());
    }
}
