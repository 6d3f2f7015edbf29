package io.stowage.core.operation;

import io.stowage.core.placement.Fargate;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ClusterContainsCapacityProviderException;
import io.stowage.error.ClusterContainsContainerInstancesException;
import io.stowage.error.ClusterContainsServicesException;
import io.stowage.error.ClusterContainsTasksException;
import io.stowage.error.ServerException;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStatus;
import java.util.List;

/** ECS: DeleteCluster. The cluster becomes INACTIVE if it is empty. Idempotent: an INACTIVE one is answered as it is. */
public record DeleteCluster() implements ClusterOperation<Cluster> {

    @Override
    public Cluster apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Cluster cluster = DescribeCluster.described(state);
        if (cluster.status() == ClusterStatus.INACTIVE) {
            return cluster;
        }
        requireEmpty(state);
        turn.transaction()
                .putCluster(Lookup.activeCluster(state).toBuilder()
                        .status(ClusterStatus.INACTIVE)
                        .build());
        return DescribeCluster.described(state);
    }

    private static void requireEmpty(ClusterState state) {
        String cluster = state.ids().cluster();
        if (!state.quarantine().isEmpty()) {
            throw new ServerException("The Cluster cannot be deleted while records of it can't be read: " + cluster
                    + " has " + state.quarantine().size() + ". Mend or remove them in the store first.");
        }
        if (!state.instances().isEmpty()) {
            boolean allGo = state.instances().stream().allMatch(InstanceState::forOneTask);
            throw new ClusterContainsContainerInstancesException(
                    "The Cluster cannot be deleted while Container Instances are active or draining: " + cluster
                            + " has " + state.instances().size()
                            + (allGo
                                    ? ", each for a task on FARGATE. They go with their tasks: stop these, and try again."
                                    : ". Deregister them first."));
        }
        for (ServiceState service : state.services()) {
            if (service.record().status() != ServiceStatus.INACTIVE) {
                throw new ClusterContainsServicesException("The Cluster cannot be deleted while Services are active: "
                        + cluster + " has " + service.record().serviceName() + ". Delete them first.");
            }
        }
        List<String> providers =
                state.providerNames().stream().filter(name -> !Fargate.is(name)).toList();
        if (!providers.isEmpty()) {
            throw new ClusterContainsCapacityProviderException(
                    "The Cluster cannot be deleted while it has Capacity Providers: " + cluster + " has " + providers
                            + ". Take them from it with PutClusterCapacityProviders first.");
        }
        int left = state.taskCount() - state.taskCount(TaskStatus.STOPPED);
        if (left > 0) {
            throw new ClusterContainsTasksException("The Cluster cannot be deleted while Tasks are active: " + cluster
                    + " has " + left + ". Stop them first.");
        }
    }
}
