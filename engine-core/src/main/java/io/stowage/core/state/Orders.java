package io.stowage.core.state;

import io.stowage.core.agent.TaskOrder;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What agents are told of tasks. */
public final class Orders {

    private Orders() {}

    public static TaskOrder of(ClusterState state, Task task) {
        return new TaskOrder(
                Ids.shortId(task.taskArn()),
                task.taskArn(),
                Ids.shortId(task.clusterArn()),
                Objects.requireNonNull(state.definition(task.taskDefinitionArn())),
                task.overrides(),
                task.desiredStatus(),
                task.lastStatus(),
                task.healthStatus());
    }

    /** Every task of an instance that is not STOPPED. */
    public static List<TaskOrder> manifest(ClusterState state, InstanceState instance) {
        List<TaskOrder> orders = new ArrayList<>(instance.unreleasedCount());
        for (Task task : instance.unreleasedTasks()) {
            orders.add(of(state, task));
        }
        return orders;
    }
}
