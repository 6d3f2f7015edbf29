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
import java.util.function.Predicate;

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
                nextRuns(task),
                startedRuns(task),
                commit);
    }

    /** The containers that were restarted and that no host knows yet, as their agent has reported it. */
    private static Map<String, Integer> nextRuns(Task task) {
        return runs(
                task,
                container -> container.runtimeId() == null
                        && container.lastStatus() != ContainerStatus.STOPPED
                        && run(container) > 0);
    }

    /** The containers that have started, as their agent has reported it. */
    private static Map<String, Integer> startedRuns(Task task) {
        return runs(
                task,
                container -> container.runtimeId() != null
                        && container.lastStatus().compareTo(ContainerStatus.RUNNING) >= 0);
    }

    private static Map<String, Integer> runs(Task task, Predicate<Container> meant) {
        Map<String, Integer> runs = new LinkedHashMap<>();
        for (Container container : task.containers()) {
            if (meant.test(container)) {
                runs.put(container.name(), run(container));
            }
        }
        return runs;
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
