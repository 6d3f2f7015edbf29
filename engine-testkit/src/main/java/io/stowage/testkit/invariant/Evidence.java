package io.stowage.testkit.invariant;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.testkit.runtime.SimulatedContainer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * S10: what is committed of a task, against what has truly happened to it. A task that was given up because an essential container had
 * exited has one that did; a task that is RUNNING has had all of its containers started.
 */
final class Evidence implements CommitCheck {

    private final Function<String, List<SimulatedContainer>> present;

    /** @param present the containers of a task that are where it is, by the task's id */
    Evidence(Function<String, List<SimulatedContainer>> present) {
        this.present = present;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task before = task.before();
            Task after = task.after();
            if (after == null) {
                continue;
            }
            boolean wasWanted = before == null || before.desiredStatus() == DesiredStatus.RUNNING;
            boolean givenUp = wasWanted
                    && after.desiredStatus() == DesiredStatus.STOPPED
                    && after.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
            TaskDefinition definition = mirror.definition(after);
            if (givenUp && definition != null && runsWhole(task.id(), definition)) {
                report.violated(
                        Invariant.S10,
                        "Given up: " + TaskLife.describe(after) + ". But every container of it runs: "
                                + present.apply(task.id()) + ".");
            }
            boolean declaredRunning = after.lastStatus() == TaskStatus.RUNNING
                    && (before == null || before.lastStatus() != TaskStatus.RUNNING);
            if (declaredRunning && neverRan(task.id())) {
                report.violated(
                        Invariant.S10,
                        "Declared RUNNING: " + TaskLife.describe(after) + ". But what there is has never run: "
                                + present.apply(task.id()) + ".");
            }
        }
    }

    /** Whether each essential container is there and runs. */
    private boolean runsWhole(String taskId, TaskDefinition definition) {
        Set<String> running = new HashSet<>();
        for (SimulatedContainer container : present.apply(taskId)) {
            if (container.isRunning()) {
                running.add(container.labels().getOrDefault(ContainersOfTasks.CONTAINER_LABEL, ""));
            }
        }
        return definition.containerDefinitions().stream()
                .filter(ContainerDefinition::isEssential)
                .allMatch(container -> running.contains(container.name()));
    }

    /** A container of a later run is there only because an earlier one ran. */
    private boolean neverRan(String taskId) {
        List<SimulatedContainer> containers = present.apply(taskId);
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container -> container.startedAt() == SimulatedContainer.NEVER
                                && container.spec().run() == 0);
    }
}
