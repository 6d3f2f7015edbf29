package io.stowage.core.loop;

import io.stowage.core.agent.TaskReport;
import io.stowage.core.task.TaskLifecycle;
import io.stowage.model.Connectivity;
import io.stowage.model.Container;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds what an agent has seen into the task. Observed status only moves forward, so a late or repeated report changes nothing; why
 * a task stops is what was said first. An agent that adopted the task was not there when its images were pulled: what is known of that stays.
 */
final class ReportFold {

    /** An agent that names no reason of its own obeys; a store that was restored may know less than the agent was told. */
    private static final String ORDER_LOST = "Task was told to stop, but the store has lost who wanted that";

    private ReportFold() {}

    /** Whether the report says anything that the task doesn't. */
    static boolean changes(Task task, TaskReport report) {
        return task.lastStatus() != TaskStatus.STOPPED
                && (statusAfter(task, report) != task.lastStatus()
                        || task.healthStatus() != report.healthStatus()
                        || (stops(report) && task.desiredStatus() != DesiredStatus.STOPPED)
                        || !Objects.equals(task.pullStartedAt(), orKnown(report.pullStartedAt(), task.pullStartedAt()))
                        || !Objects.equals(task.pullStoppedAt(), orKnown(report.pullStoppedAt(), task.pullStoppedAt()))
                        || !task.containers().equals(containersAfter(task, report)));
    }

    /** Writes what the report says into a builder that begins as {@code task}. */
    static void apply(Task task, TaskReport report, Instant now, TaskBuilder builder) {
        TaskStatus status = statusAfter(task, report);
        builder.lastStatus(status)
                .healthStatus(report.healthStatus())
                .containers(containersAfter(task, report))
                .pullStartedAt(orKnown(report.pullStartedAt(), task.pullStartedAt()))
                .pullStoppedAt(orKnown(report.pullStoppedAt(), task.pullStoppedAt()));
        if (task.connectivityAt() == null) {
            builder.connectivity(Connectivity.CONNECTED).connectivityAt(now);
        }
        if (status == TaskStatus.RUNNING && task.startedAt() == null) {
            builder.startedAt(now);
        }
        boolean ran = status == TaskStatus.RUNNING || task.startedAt() != null;
        if (ran && report.healthStatus() == HealthStatus.HEALTHY && task.healthyAt() == null) {
            builder.healthyAt(now);
        }
        if (stops(report) || status.compareTo(TaskStatus.RUNNING) > 0) {
            stopping(task, report, now, builder);
        }
        if (status == TaskStatus.STOPPED) {
            builder.stoppedAt(now).executionStoppedAt(orElse(report.executionStoppedAt(), now));
        }
    }

    private static void stopping(Task task, TaskReport report, Instant now, TaskBuilder builder) {
        builder.desiredStatus(DesiredStatus.STOPPED).stoppingAt(orElse(task.stoppingAt(), now));
        if (task.stopCode() == null) {
            TaskStopCode code = report.stopCode();
            builder.stopCode(code == null ? TaskStopCode.USER_INITIATED : code)
                    .stoppedReason(code == null ? ORDER_LOST : report.stoppedReason());
        }
    }

    private static boolean stops(TaskReport report) {
        return report.stopCode() != null;
    }

    /** The reported status if the agent may take the task there, else the one it has. */
    private static TaskStatus statusAfter(Task task, TaskReport report) {
        return TaskLifecycle.legal(task.lastStatus(), report.lastStatus(), TaskLifecycle.Owner.AGENT)
                ? report.lastStatus()
                : task.lastStatus();
    }

    /** An agent that adopted the containers does not know of what they were made. */
    private static List<Container> containersAfter(Task task, TaskReport report) {
        List<Container> known = task.containers();
        List<Container> containers = report.containers();
        for (int i = 0; i < containers.size() && i < known.size(); i++) {
            Container reported = containers.get(i);
            if (reported.imageDigest() == null && known.get(i).imageDigest() != null) {
                // Only now: nearly all reports are taken as they are.
                containers = containers == report.containers() ? new ArrayList<>(containers) : containers;
                containers.set(
                        i,
                        reported.toBuilder()
                                .imageDigest(known.get(i).imageDigest())
                                .build());
            }
        }
        return containers;
    }

    private static Instant orElse(@Nullable Instant value, Instant otherwise) {
        return value == null ? otherwise : value;
    }

    private static @Nullable Instant orKnown(@Nullable Instant reported, @Nullable Instant known) {
        return reported == null ? known : reported;
    }
}
