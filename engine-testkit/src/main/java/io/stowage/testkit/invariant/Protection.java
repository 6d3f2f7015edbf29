package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * S28, by the time at which the scheduler decided, which is the one that it wrote on the task. What keeps its right in spite of protection:
 * the replacement of an UNHEALTHY or a lost task, the draining of a container instance, and the end of the whole service.
 */
final class Protection implements CommitCheck {

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after != null
                    && isStoppedByScheduler(task.before(), after)
                    && isProtected(after)
                    && !hasReason(after, mirror)) {
                report.violated(
                        Invariant.S28,
                        "Protected until " + after.protectionExpirationDate() + " and stopped at " + after.stoppingAt()
                                + ": " + TaskLife.describe(after) + ".");
            }
        }
    }

    private static boolean isStoppedByScheduler(@Nullable Task before, Task after) {
        boolean wasWanted = before == null || before.desiredStatus() == DesiredStatus.RUNNING;
        return wasWanted
                && after.desiredStatus() == DesiredStatus.STOPPED
                && after.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED;
    }

    private static boolean isProtected(Task task) {
        Instant until = task.protectionExpirationDate();
        Instant at = task.stoppingAt();
        return until != null && at != null && until.isAfter(at);
    }

    private static boolean hasReason(Task task, ClusterMirror mirror) {
        String name = ClusterMirror.serviceOf(task);
        Service service = name == null ? null : mirror.service(name);
        ContainerInstance instance =
                task.containerInstanceArn() == null ? null : mirror.instance(task.containerInstanceArn());
        return service == null
                || service.status() != ServiceStatus.ACTIVE
                || task.healthStatus() == HealthStatus.UNHEALTHY
                || instance == null
                || instance.status() != ContainerInstanceStatus.ACTIVE
                || Absences.isLost(instance, task.stoppingAt());
    }
}
