package io.stowage.core.operation;

import io.stowage.core.placement.Fargate;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.model.Cluster;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStatus;

/** ECS: DescribeClusters, for one of them: the record with the counts that are derived. An INACTIVE one is described too. */
public record DescribeCluster() implements ReadOperation<Cluster> {

    @Override
    public Cluster apply(OperationTurn turn) {
        return described(turn.state());
    }

    static Cluster described(ClusterState state) {
        Cluster cluster = state.cluster();
        if (cluster == null) {
            state.quarantine().refuse(Kind.CLUSTER, Ids.shortId(state.ids().cluster()));
            throw new ClusterNotFoundException(
                    "Cluster not found: " + state.ids().cluster());
        }
        return cluster.toBuilder()
                .registeredContainerInstancesCount(instances(state))
                .runningTasksCount(state.taskCount(TaskStatus.RUNNING))
                .pendingTasksCount(pending(state))
                .activeServicesCount(activeServices(state))
                .build();
    }

    private static int instances(ClusterState state) {
        int instances = 0;
        for (InstanceState instance : state.instances()) {
            instances += Fargate.is(instance.capacityProviderName()) ? 0 : 1;
        }
        return instances;
    }

    private static int pending(ClusterState state) {
        return state.taskCount(TaskStatus.PROVISIONING)
                + state.taskCount(TaskStatus.PENDING)
                + state.taskCount(TaskStatus.ACTIVATING);
    }

    private static int activeServices(ClusterState state) {
        int active = 0;
        for (ServiceState service : state.services()) {
            active += service.record().status() == ServiceStatus.ACTIVE ? 1 : 0;
        }
        return active;
    }
}
