package io.stowage.core.operation;

import io.stowage.ListContainerInstancesRequest;
import io.stowage.ListContainerInstancesResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.model.ContainerInstanceStatus;
import java.util.List;

/** ECS: ListContainerInstances, in the order of their ids. */
public record ListContainerInstances(ListContainerInstancesRequest request)
        implements ReadOperation<ListContainerInstancesResponse> {

    @Override
    public ListContainerInstancesResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.unsupported(
                request.filter() != null && !request.filter().isEmpty(),
                "filter",
                request.filter(),
                "cluster query expressions are not built yet; filter by status, or filter what is described");
        ContainerInstanceStatus status = request.status();
        List<InstanceState> matching = state.instances().stream()
                .filter(instance -> status == null || instance.record().status() == status)
                .toList();
        Page<InstanceState> page =
                Page.of(matching, InstanceState::id, new Page.Request(request.nextToken(), request.maxResults()));
        return new ListContainerInstancesResponse(
                page.entries().stream().map(InstanceState::arn).toList(), page.nextToken());
    }
}
