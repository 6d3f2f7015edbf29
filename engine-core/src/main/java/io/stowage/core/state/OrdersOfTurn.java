package io.stowage.core.state;

import io.stowage.core.agent.TaskOrder;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What agents are to be told once a transaction is committed, by instance and task. */
final class OrdersOfTurn {

    private final ClusterState state;
    private final Map<String, Map<String, TaskOrder>> byInstance = new LinkedHashMap<>();

    OrdersOfTurn(ClusterState state) {
        this.state = state;
    }

    /** Whether an agent is to be told of a task that has changed: it is new to it, or wanted otherwise. */
    static boolean isNews(Task before, Task after) {
        return before.desiredStatus() != after.desiredStatus()
                || (before.containerInstanceArn() == null && after.containerInstanceArn() != null);
    }

    /** The agent of the task's instance is told of it as it is now. */
    void add(String id, Task task) {
        String instance = Ids.shortIdOrNull(task.containerInstanceArn());
        if (instance != null && task.lastStatus() != TaskStatus.STOPPED) {
            byInstance.computeIfAbsent(instance, i -> new LinkedHashMap<>()).put(id, of(id, task));
        }
    }

    /** A change of the task was undone. */
    void takeBack(String id, Task undone, boolean wasFirst) {
        Map<String, TaskOrder> ofInstance =
                byInstance.get(String.valueOf(Ids.shortIdOrNull(undone.containerInstanceArn())));
        TaskState left = state.tasks.get(id);
        boolean elsewhere =
                left == null || !Objects.equals(left.task.containerInstanceArn(), undone.containerInstanceArn());
        if (ofInstance != null && (wasFirst || elsewhere)) {
            ofInstance.remove(id);
        } else if (ofInstance != null && left != null) {
            ofInstance.computeIfPresent(id, (same, order) -> of(id, left.task));
        }
    }

    /** By the commit that is to follow. */
    private TaskOrder of(String id, Task task) {
        return Orders.of(state, id, task, state.metaVersion() + 1);
    }

    Map<String, Collection<TaskOrder>> byInstance() {
        Map<String, Collection<TaskOrder>> orders = new LinkedHashMap<>();
        byInstance.forEach((instance, of) -> orders.put(instance, of.values()));
        return orders;
    }
}
