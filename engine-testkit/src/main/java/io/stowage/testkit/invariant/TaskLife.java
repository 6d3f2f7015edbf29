package io.stowage.testkit.invariant;

import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * S5 and S6, by a table of its own: the engine's could be wrong. A task is created before it was launched, each report may skip what it
 * no longer sees, and what never started needs no stopping.
 */
final class TaskLife implements CommitCheck {

    private static final Map<TaskStatus, Set<TaskStatus>> EDGES = edges();

    private int placedLater;

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task before = task.before();
            Task after = task.after();
            if (after != null) {
                checkPlace(after, report);
            }
            if (before == null && after != null) {
                checkBirth(after, report);
            } else if (before != null && after != null) {
                checkStep(before, after, report);
            } else if (before != null && before.lastStatus() != TaskStatus.STOPPED) {
                report.violated(Invariant.S6, "Deleted before it was STOPPED: " + describe(before) + ".");
            }
        }
    }

    /** Only a task that waits for a capacity provider is on no container instance, and one that never found any. */
    private static void checkPlace(Task task, Report report) {
        boolean waits = task.lastStatus() == TaskStatus.PROVISIONING;
        boolean placed = task.containerInstanceArn() != null;
        boolean neverPlaced = task.lastStatus() == TaskStatus.STOPPED && task.startedAt() == null;
        if (waits ? placed || task.capacityProviderName() == null : !placed && !neverPlaced) {
            report.violated(Invariant.S6, "In a status that doesn't go with its place: " + describe(task) + ".");
        }
    }

    /** A commit holds a whole turn: a task may have been created in it, and stopped with its container instance before anybody heard of it. */
    private static void checkBirth(Task task, Report report) {
        boolean unborn = task.lastStatus() == TaskStatus.PROVISIONING || task.lastStatus() == TaskStatus.PENDING;
        boolean stillborn = task.lastStatus() == TaskStatus.STOPPED && task.startedAt() == null;
        if (!(unborn || stillborn) || task.version() != 1) {
            report.violated(Invariant.S6, "Created in the middle of its life: " + describe(task) + ".");
        }
    }

    private void checkStep(Task before, Task after, Report report) {
        if (before.lastStatus() == TaskStatus.STOPPED && !before.equals(after)) {
            report.violated(Invariant.S5, "Changed after it was STOPPED: " + describe(before) + " to " + after + ".");
        }
        boolean back = after.lastStatus().compareTo(before.lastStatus()) < 0;
        boolean revived =
                before.desiredStatus() == DesiredStatus.STOPPED && after.desiredStatus() != DesiredStatus.STOPPED;
        if (back || revived) {
            report.violated(Invariant.S5, describe(before) + " became " + describe(after) + ".");
        }
        if (!Objects.requireNonNull(EDGES.get(before.lastStatus())).contains(after.lastStatus())) {
            report.violated(Invariant.S6, describe(before) + " became " + describe(after) + ".");
        }
        if (after.lastStatus() == TaskStatus.STOPPED && after.desiredStatus() != DesiredStatus.STOPPED) {
            report.violated(Invariant.S6, "STOPPED while it is wanted: " + describe(after) + ".");
        }
        checkVersion(before, after, report);
        if (before.lastStatus() == TaskStatus.PROVISIONING && after.lastStatus() == TaskStatus.PENDING) {
            placedLater++;
        }
    }

    /** How many tasks were placed after they had waited for their capacity provider. */
    int placedLater() {
        return placedLater;
    }

    private static void checkVersion(Task before, Task after, Report report) {
        boolean changed = before.lastStatus() != after.lastStatus() || before.desiredStatus() != after.desiredStatus();
        long step = after.version() - before.version();
        if (step < (changed ? 1 : 0) || step > 1) {
            report.violated(
                    Invariant.S6,
                    "Version " + before.version() + " was followed by " + after.version() + ": " + describe(before)
                            + " became " + describe(after) + ".");
        }
    }

    static String describe(Task task) {
        return "task " + ClusterMirror.idOf(task.taskArn()) + " of " + task.group() + " (last status "
                + task.lastStatus() + ", desired " + task.desiredStatus() + ", health " + task.healthStatus()
                + ", version " + task.version() + ", started by " + task.startedBy() + ", on "
                + task.containerInstanceArn() + ", stop code " + task.stopCode() + ", reason " + task.stoppedReason()
                + ")";
    }

    private static Map<TaskStatus, Set<TaskStatus>> edges() {
        Map<TaskStatus, Set<TaskStatus>> edges = new EnumMap<>(TaskStatus.class);
        for (TaskStatus from : TaskStatus.values()) {
            edges.put(from, EnumSet.range(from, TaskStatus.STOPPED.compareTo(from) >= 0 ? TaskStatus.STOPPED : from));
        }
        // Placing a task is not launching it, and what was never placed has nothing to be stopped.
        edges.put(TaskStatus.PROVISIONING, EnumSet.of(TaskStatus.PROVISIONING, TaskStatus.PENDING, TaskStatus.STOPPED));
        return edges;
    }
}
