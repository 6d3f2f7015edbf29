package io.stowage.core.operation;

import io.stowage.ListContainerInstancesRequest;
import io.stowage.ListContainerInstancesResponse;
import io.stowage.core.placement.Fargate;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.query.ClusterQuery;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.model.ContainerInstanceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ECS: ListContainerInstances, in the order of their ids, but for the hosts of FARGATE. */
public record ListContainerInstances(ListContainerInstancesRequest request)
        implements ReadOperation<ListContainerInstancesResponse> {

    @Override
    public ListContainerInstancesResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        ClusterQuery filter = filter();
        ContainerInstanceStatus status = request.status();
        List<InstanceState> matching = state.instances().stream()
                .filter(instance -> !Fargate.is(instance.capacityProviderName()))
                .filter(instance -> status == null || instance.record().status() == status)
                .filter(instance -> filter == null || filter.matches(instance))
                .toList();
        Page<InstanceState> page =
                Page.of(matching, InstanceState::id, new Page.Request(request.nextToken(), request.maxResults()));
        return new ListContainerInstancesResponse(
                page.entries().stream().map(InstanceState::arn).toList(), page.nextToken());
    }

    private @Nullable ClusterQuery filter() {
        String filter = request.filter();
        return filter == null || filter.isEmpty() ? null : PlacementSupport.query("filter", filter);
    }
}
