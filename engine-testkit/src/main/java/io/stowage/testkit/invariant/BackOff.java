package io.stowage.testkit.invariant;

import io.stowage.model.Deployment;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * S21, the other half of it: what keeps failing is not started over and over. A deployment that backs off starts nothing before its time, and
 * the waits between failures in a row never get shorter. That no more is created than is desired and was lost, follows from S13: what is
 * created is wanted, and leaves only by being lost or replaced.
 */
final class BackOff implements CommitCheck {

    /** How long a deployment waited after its last failure. */
    private final Map<String, Duration> waits = new HashMap<>();
    /** How long it waited after its last crash in a row. */
    private final Map<String, Duration> waitsAfterCrashes = new HashMap<>();

    /**
     * The store lost the last failures: who counts from fewer waits less. Nor does anybody know what has stopped on an instance but from what is
     * stored.
     */
    void forget(Collection<ClusterMirror> mirrors) {
        waits.clear();
        waitsAfterCrashes.clear();
        stopped.clear();
        mirrors.forEach(mirror -> mirror.tasks().forEach(this::noteStopped));
    }

    private void noteStopped(Task task) {
        if (task.lastStatus() == TaskStatus.STOPPED) {
            stopped.merge(place(task), task, BackOff::later);
        }
    }

    private static Task later(Task one, Task other) {
        return Objects.requireNonNull(one.stoppedAt()).isAfter(other.stoppedAt()) ? one : other;
    }

    /** Less than what is STOPPED is kept: an engine that takes over knows nothing of what stopped longer ago. */
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    /** By the group and the instance: the task that stopped there last. */
    private final Map<String, Task> stopped = new HashMap<>();

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfService service : change.services) {
            if (service.before() != null && service.after() != null) {
                checkWaits(service.before(), service.after(), report);
            }
        }
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            String name = after == null ? null : ClusterMirror.serviceOf(after);
            Service service = name == null ? null : mirror.service(name);
            if (task.before() == null && after != null && service != null) {
                checkCreation(after, service, report);
            }
            if (after != null) {
                noteStopped(after);
            }
        }
    }

    private void checkWaits(Service before, Service after, Report report) {
        for (Deployment deployment : after.deployments()) {
            Deployment earlier = deployment(before, deployment.id());
            checkCrashes(earlier, deployment, report);
            int failures = failures(deployment);
            if (failures == 0) {
                waits.remove(deployment.id());
            } else if (failures > failures(earlier)) {
                Instant next = deployment.nextAttemptAt();
                Duration wait = next == null ? Duration.ZERO : Duration.between(deployment.updatedAt(), next);
                Duration last = waits.put(deployment.id(), wait);
                if (last != null && wait.compareTo(last) < 0) {
                    report.violated(
                            Invariant.S21,
                            "Deployment " + deployment.id() + " waits " + wait + " after " + failures
                                    + " failures in a row, and waited " + last + " before.");
                }
            }
        }
    }

    /** Crashes in a row wait longer and longer. They begin anew with the first; what a commit tells of together is one crash. */
    private void checkCrashes(@Nullable Deployment before, Deployment after, Report report) {
        int crashes = crashes(after);
        if (before != null && crashes > crashes(before) + 1) {
            report.violated(
                    Invariant.S21,
                    "Deployment " + after.id() + " has " + crashes + " crashes in a row, and had " + crashes(before)
                            + " before this commit.");
        }
        if (crashes <= 1 || crashes < crashes(before)) {
            waitsAfterCrashes.remove(after.id());
        } else if (crashes > crashes(before) && failures(after) <= failures(before)) {
            Instant next = after.nextAttemptAt();
            Duration wait = next == null ? Duration.ZERO : Duration.between(after.updatedAt(), next);
            Duration last = waitsAfterCrashes.put(after.id(), wait);
            if (wait.isZero() || (last != null && wait.compareTo(last) < 0)) {
                report.violated(
                        Invariant.S21,
                        "Deployment " + after.id() + " waits " + wait + " after " + crashes
                                + " crashes in a row, and waited " + last + " before.");
            }
        }
    }

    private static int crashes(@Nullable Deployment deployment) {
        return deployment == null || deployment.consecutiveCrashes() == null ? 0 : deployment.consecutiveCrashes();
    }

    private static int failures(@Nullable Deployment deployment) {
        return deployment == null || deployment.consecutiveFailures() == null ? 0 : deployment.consecutiveFailures();
    }

    private static @Nullable Deployment deployment(Service service, @Nullable String id) {
        for (Deployment deployment : service.deployments()) {
            if (deployment.id().equals(id)) {
                return deployment;
            }
        }
        return null;
    }

    private static String place(Task task) {
        return task.group() + " on " + task.containerInstanceArn();
    }

    /** A DAEMON service doesn't keep an instance waiting on which its deployment hasn't tried yet. */
    private void checkCreation(Task created, Service service, Report report) {
        Task last = stopped.get(place(created));
        boolean tried = last != null
                && last.stoppedAt() != null
                && String.valueOf(created.startedBy()).equals(last.startedBy())
                && last.stoppedAt().plus(REMEMBERED).isAfter(created.createdAt());
        boolean untried = service.schedulingStrategy() == SchedulingStrategy.DAEMON && !tried;
        if (untried) {
            return;
        }
        Deployment deployment = deployment(service, created.startedBy());
        Instant next = deployment == null ? null : deployment.nextAttemptAt();
        if (next != null && created.createdAt().isBefore(next)) {
            report.violated(
                    Invariant.S21,
                    TaskLife.describe(created) + " was created at " + created.createdAt() + ", but its deployment "
                            + created.startedBy() + " backs off until " + next + ".");
        }
    }
}
