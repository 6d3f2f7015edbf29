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
        return of(state, Ids.shortId(task.taskArn()), task, state.metaVersion());
    }

    static TaskOrder of(ClusterState state, String id, Task task, long commit) {
        return new TaskOrder(
                id,
                task.taskArn(),
                state.ids().clusterName(),
                Objects.requireNonNull(state.definitions.get(task.taskDefinitionArn()))
                        .with(task.containers()),
                task.overrides(),
                task.desiredStatus(),
                task.lastStatus(),
                task.healthStatus(),
                nextRuns(task),
                runs(task),
                stopped(task),
                commit);
    }

    /** A container that was restarted and that no host knows yet, as its agent has reported it. */
    private static Map<String, Integer> nextRuns(Task task) {
        Map<String, Integer> nextRuns = new LinkedHashMap<>();
        for (Container container : task.containers()) {
            boolean awaited = container.runtimeId() == null && container.lastStatus() != ContainerStatus.STOPPED;
            if (awaited && run(container) > 0) {
                nextRuns.put(container.name(), run(container));
            }
        }
        return nextRuns;
    }

    /** A container that runs, as its agent has reported it. */
    private static Map<String, TaskOrder.Run> runs(Task task) {
        Map<String, TaskOrder.Run> runs = new LinkedHashMap<>();
        for (Container container : task.containers()) {
            String runtimeId = container.runtimeId();
            if (runtimeId != null && container.lastStatus() == ContainerStatus.RUNNING) {
                runs.put(container.name(), new TaskOrder.Run(run(container), runtimeId, container.networkBindings()));
            }
        }
        return runs;
    }

    private static List<String> stopped(Task task) {
        List<String> stopped = new ArrayList<>(0);
        for (Container container : task.containers()) {
            if (container.lastStatus() == ContainerStatus.STOPPED) {
                stopped.add(container.name());
            }
        }
        return stopped;
    }

    private static int run(Container container) {
        Integer restarts = container.restartCount();
        return restarts == null ? 0 : restarts;
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
