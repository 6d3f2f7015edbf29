package io.stowage.core.operation;

import io.stowage.model.Container;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.List;

/** Tells tasks to stop. One that is on no container instance has no agent that would report so: it is STOPPED at once. */
public final class TaskStops {

    private TaskStops() {}

    /**
     * The task is to stop.
     *
     * @param task as it is; its desired status is RUNNING
     * @param change of that task
     */
    public static void stop(Task task, TaskStopCode code, String reason, Instant now, TaskBuilder change) {
        change.desiredStatus(DesiredStatus.STOPPED)
                .stopCode(code)
                .stoppedReason(reason)
                .stoppingAt(now);
        if (task.lastStatus() == TaskStatus.PROVISIONING) {
            end(task, now, change);
        }
    }

    /** The task is STOPPED, without an agent's word. */
    static void end(Task task, Instant now, TaskBuilder change) {
        change.lastStatus(TaskStatus.STOPPED)
                .placementConstraints(null)
                .placementStrategy(null)
                .containers(stopped(task.containers()))
                .stoppedAt(now);
    }

    private static List<Container> stopped(List<Container> containers) {
        return containers.stream()
                .map(container -> container.toBuilder()
                        .lastStatus(ContainerStatus.STOPPED)
                        .networkBindings(List.of())
                        .build())
                .toList();
    }
}
