package io.stowage.testkit.invariant;

import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** S31: who is stopped because of its age is as old as the service lets tasks become, but for a tenth. */
final class Lifetimes implements CommitCheck {

    private static final String REASON = "Task has reached its maximum lifetime";

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after != null && stops(task.before(), after)) {
                check(after, mirror, report);
            }
        }
    }

    private static boolean stops(@Nullable Task before, Task after) {
        return before != null
                && before.desiredStatus() == DesiredStatus.RUNNING
                && after.desiredStatus() == DesiredStatus.STOPPED
                && isStoppedForAge(after);
    }

    static boolean isStoppedForAge(Task task) {
        return String.valueOf(task.stoppedReason()).startsWith(REASON);
    }

    private static void check(Task stopped, ClusterMirror mirror, Report report) {
        String name = ClusterMirror.serviceOf(stopped);
        Service service = name == null ? null : mirror.service(name);
        if (!isOld(stopped, service, stopped.stoppingAt())) {
            report.violated(
                    Invariant.S31,
                    "Not so old when it was stopped: " + TaskLife.describe(stopped) + ", created at "
                            + stopped.createdAt() + ", of " + service + ".");
        }
    }

    /** Whether a task may be replaced because of its age. */
    static boolean isOld(Task task, @Nullable Service service, @Nullable Instant at) {
        Integer maximum = service == null ? null : service.maximumTaskLifetimeSeconds();
        return maximum != null
                && at != null
                && !task.createdAt().plusMillis(maximum * 900L).isAfter(at);
    }

    /** How many tasks of a service there may be beyond the desired count, because others are old. */
    static int beyond(Service service, ClusterMirror mirror, @Nullable Instant at) {
        int old = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            old += ServiceLedger.isLive(entry.task()) && isOld(entry.task(), service, at) ? 1 : 0;
        }
        return old;
    }
}
