package io.stowage.core.state;

import io.stowage.core.agent.TaskOrder;
import io.stowage.model.Container;
import io.stowage.model.ContainerStatus;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What agents are told of tasks. */
public final class Orders {

    private Orders() {}

    /** By what is committed. */
    public static TaskOrder of(ClusterState state, Task task) {
        return of(state, task, state.metaVersion());
    }

    static TaskOrder of(ClusterState state, Task task, long commit) {
        return new TaskOrder(
                Ids.shortId(task.taskArn()),
                task.taskArn(),
                Ids.shortId(task.clusterArn()),
                Objects.requireNonNull(state.definition(task.taskDefinitionArn())),
                task.overrides(),
                task.desiredStatus(),
                task.lastStatus(),
                task.healthStatus(),
                restarted(task, false),
                restarted(task, true),
                commit);
    }

    /**
     * The containers that were restarted, and in which run they are, as their agent has reported it.
     *
     * @param there whether those are meant that are known to be there, or those that no host knows yet
     */
    private static Map<String, Integer> restarted(Task task, boolean there) {
        Map<String, Integer> runs = new LinkedHashMap<>();
        for (Container container : task.containers()) {
            Integer restarts = container.restartCount();
            boolean isThere = container.runtimeId() != null;
            boolean meant = there ? isThere : !isThere && container.lastStatus() != ContainerStatus.STOPPED;
            if (restarts != null && restarts > 0 && meant) {
                runs.put(container.name(), restarts);
            }
        }
        return runs;
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
