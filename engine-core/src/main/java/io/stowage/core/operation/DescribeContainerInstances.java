package io.stowage.core.operation;

import io.stowage.DescribeContainerInstancesResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Failure;
import java.util.ArrayList;
import java.util.List;

/** ECS: DescribeContainerInstances. */
public record DescribeContainerInstances(List<String> containerInstances)
        implements ReadOperation<DescribeContainerInstancesResponse> {

    private static final int MOST = 100;

    /** Copies the list. */
    public DescribeContainerInstances {
        containerInstances = List.copyOf(containerInstances);
    }

    @Override
    public DescribeContainerInstancesResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.size("containerInstances", containerInstances, MOST);
        List<ContainerInstance> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : containerInstances) {
            InstanceState instance = Lookup.instance(state, given);
            if (instance == null) {
                failures.add(Lookup.missingInstance(state, given));
            } else {
                found.add(instance.described());
            }
        }
        return new DescribeContainerInstancesResponse(found, failures);
    }
}
