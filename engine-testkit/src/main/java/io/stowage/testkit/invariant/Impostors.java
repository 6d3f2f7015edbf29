package io.stowage.testkit.invariant;

import io.stowage.model.Container;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * S15 and S8 of containers that somebody has put in the place of ours, with our name and our labels, but made from something else: none is
 * ever reported as the container of the task, and as long as the task is not over nothing is done to it, but for what was sent to the one
 * before it.
 */
final class Impostors implements GroundTruthListener, CommitCheck {

    /** As long as a call may be under way that was meant for the container before. */
    private static final long LONGEST_UNDER_WAY = Duration.ofMinutes(8).toNanos();

    private final Function<String, ClusterMirror> mirrors;
    private final Simulation simulation;
    private final Report report;
    /** What runtimes call them, by task; and for ever, so that no late report is overlooked. */
    private final Map<String, Set<String>> runtimeIds = new HashMap<>();

    /** @param mirrors the mirror of a cluster, by the cluster's name */
    Impostors(Function<String, ClusterMirror> mirrors, Simulation simulation, Report report) {
        this.mirrors = mirrors;
        this.simulation = simulation;
        this.report = report;
    }

    @Override
    public void joined(SimulatedContainer foreign) {
        if (foreign.isImpostor()) {
            runtimeIds
                    .computeIfAbsent(taskId(foreign), absent -> new HashSet<>(2))
                    .add(foreign.runtimeId());
        }
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report unused) {
        for (Change.OfTask task : change.tasks) {
            Set<String> impostors = runtimeIds.get(task.id());
            if (impostors != null) {
                check(task.after(), impostors);
            }
        }
    }

    private void check(@Nullable Task task, Set<String> impostors) {
        if (task == null) {
            return;
        }
        for (Container container : task.containers()) {
            String runtimeId = container.runtimeId();
            if (runtimeId != null && impostors.contains(runtimeId)) {
                report.violated(
                        Invariant.S15,
                        "Somebody else's " + runtimeId + " is taken for container " + container.name() + " of "
                                + TaskLife.describe(task) + ".");
            }
        }
    }

    @Override
    public void touched(SimulatedContainer foreign, String how) {
        if (!foreign.isImpostor() || simulation.nanos() - foreign.createdAt() <= LONGEST_UNDER_WAY) {
            return;
        }
        Task task = mirrors.apply(foreign.labels().getOrDefault(ContainersOfTasks.CLUSTER_LABEL, ""))
                .task(taskId(foreign));
        if (task != null && task.lastStatus() != TaskStatus.STOPPED) {
            report.violated(
                    Invariant.S8,
                    "Somebody else's " + foreign + " was " + how + ", in the place of a container of "
                            + TaskLife.describe(task) + ".");
        }
    }

    private static String taskId(SimulatedContainer container) {
        return container.labels().getOrDefault(ContainersOfTasks.TASK_LABEL, "");
    }
}
