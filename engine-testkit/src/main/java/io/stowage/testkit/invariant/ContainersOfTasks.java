package io.stowage.testkit.invariant;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is true on the hosts against what is committed: S7, S9, S15 and S22. */
final class ContainersOfTasks implements GroundTruthListener, CommitCheck {

    static final String CLUSTER_LABEL = "io.stowage.cluster";
    static final String TASK_LABEL = "io.stowage.task";
    static final String CONTAINER_LABEL = "io.stowage.container";
    private static final String INSTANCE_LABEL = "io.stowage.container-instance";
    private static final Duration LEASE_IS_OVER = Duration.ofSeconds(30);

    /** The mirror of a cluster, by the cluster's name. */
    private final Function<String, ClusterMirror> mirrors;

    private final Simulation simulation;
    private final Deposed deposed;
    private final Report report;
    /** By task: its containers that are there. */
    private final Map<String, List<SimulatedContainer>> present = new HashMap<>();

    private final Set<String> everyTask = new HashSet<>();
    /** Those tasks whose stop was committed once, also if the store has lost that since: who was told goes on with it. */
    private final Set<String> everStopped = new HashSet<>();

    /** The container instances to which a task that had waited for one was brought: several, if the store has lost where it was. */
    private final Map<String, Set<String>> broughtTo = new HashMap<>();

    private long twoMayLeadUntil;

    ContainersOfTasks(Function<String, ClusterMirror> mirrors, Simulation simulation, Deposed deposed, Report report) {
        this.mirrors = mirrors;
        this.simulation = simulation;
        this.deposed = deposed;
        this.report = report;
    }

    /**
     * The store lost the last commits, and with them who leads: until the lease of who did is over for sure, somebody else may have one too, and
     * neither knows of what the other one creates.
     */
    void forget() {
        twoMayLeadUntil = simulation.nanos() + LEASE_IS_OVER.toNanos();
    }

    /**
     * S9: nothing of a task runs when it becomes STOPPED, but where its container instance was given up, and but what an engine has made that
     * was deposed by then, and but what was left behind: L4 sees to it that this goes.
     */
    @Override
    public void check(Change change, ClusterMirror mirror, Report unused) {
        for (Change.OfTask task : change.tasks) {
            Task before = task.before();
            Task after = task.after();
            if (before == null) {
                everyTask.add(task.id());
            }
            noteWhere(task);
            if (after == null) {
                everStopped.remove(task.id());
            } else if (after.desiredStatus() == DesiredStatus.STOPPED) {
                everStopped.add(task.id());
            }
            boolean stops = after != null
                    && after.lastStatus() == TaskStatus.STOPPED
                    && (before == null || before.lastStatus() != TaskStatus.STOPPED);
            if (after != null && stops && !isGivenUp(after, mirror)) {
                for (SimulatedContainer container : containers(task.id())) {
                    if (container.isRunning() && !deposed.hasMade(container) && !isLeftBehind(container, after)) {
                        report.violated(
                                Invariant.S9,
                                TaskLife.describe(after) + " is STOPPED, but there is " + container + ".");
                    }
                }
            }
        }
    }

    private void noteWhere(Change.OfTask task) {
        Task before = task.before();
        Task after = task.after();
        boolean waited = before != null && before.containerInstanceArn() == null;
        if (waited && after != null && after.containerInstanceArn() != null) {
            broughtTo
                    .computeIfAbsent(task.id(), absent -> new HashSet<>())
                    .add(ClusterMirror.idOf(after.containerInstanceArn()));
        }
    }

    /**
     * Whether it was made where its task had been brought before the store lost that: the task has waited again and is somewhere else now, or
     * will be. Nobody can know of it until the host is heard of; L4 sees to it that it goes then.
     */
    private boolean isLeftBehind(SimulatedContainer container, @Nullable Task task) {
        String there = label(container, INSTANCE_LABEL);
        String arn = task == null ? null : task.containerInstanceArn();
        boolean elsewhere = arn == null || !ClusterMirror.idOf(arn).equals(there);
        return elsewhere
                && broughtTo
                        .getOrDefault(label(container, TASK_LABEL), Set.of())
                        .contains(there);
    }

    /** The same by what is stored of its task now. */
    boolean isLeftBehind(SimulatedContainer container) {
        return isLeftBehind(container, task(container));
    }

    static boolean isGivenUp(Task task, ClusterMirror mirror) {
        String arn = task.containerInstanceArn();
        ContainerInstance instance = arn == null ? null : mirror.instance(arn);
        return instance == null
                || instance.status() == ContainerInstanceStatus.INACTIVE
                || instance.status() == ContainerInstanceStatus.DEREGISTERING;
    }

    @Override
    public void created(SimulatedContainer container) {
        String taskId = label(container, TASK_LABEL);
        if (!everyTask.contains(taskId)) {
            report.violated(Invariant.S7, "No task was ever committed for " + container + ".");
        }
        Task task = task(container);
        for (SimulatedContainer other : containers(taskId)) {
            boolean twin = other.phase() != Phase.EXITED
                    && !isLeftBehind(other, task)
                    && label(other, CONTAINER_LABEL).equals(label(container, CONTAINER_LABEL));
            if (twin) {
                report.violated(Invariant.S7, "There are " + container + " and " + other + ".");
            }
        }
        present.computeIfAbsent(taskId, absent -> new ArrayList<>(2)).add(container);
        if (task != null) {
            checkHome(container, task);
            checkRevision(container, task);
        }
    }

    private void checkHome(SimulatedContainer container, Task task) {
        String arn = task.containerInstanceArn();
        ContainerInstance instance = arn == null ? null : mirror(container).instance(arn);
        String home = instance == null ? null : instance.runtimeProperties().get(SimulatedRuntimeProvider.HOST);
        if (home != null && !home.equals(container.host())) {
            report.violated(
                    Invariant.S7,
                    TaskLife.describe(task) + " belongs on host " + home + ", but there is " + container + ".");
        }
    }

    private void checkRevision(SimulatedContainer container, Task task) {
        TaskDefinition run = container.spec().taskDefinition();
        TaskDefinition committed = mirror(container).definition(task);
        boolean same = run.taskDefinitionArn().equals(task.taskDefinitionArn())
                && committed != null
                && Objects.equals(image(committed, label(container, CONTAINER_LABEL)), container.image());
        if (!same) {
            report.violated(
                    Invariant.S15,
                    TaskLife.describe(task) + " is of revision " + task.taskDefinitionArn() + ", but there is "
                            + container + " of revision " + run.taskDefinitionArn() + ".");
        }
    }

    private static @Nullable String image(TaskDefinition definition, String containerName) {
        for (ContainerDefinition container : definition.containerDefinitions()) {
            if (container.name().equals(containerName)) {
                return container.image();
            }
        }
        return null;
    }

    /**
     * S22: a container is told to stop only if its task is, or another container of it is missing or has exited. An engine that has been deposed and
     * can't know it may see that otherwise: that its own start has failed, say, of what its successor has started.
     */
    @Override
    public void signalled(SimulatedContainer container) {
        Task task = task(container);
        if (task == null
                || simulation.nanos() < twoMayLeadUntil
                || deposed.acts(container)
                || everStopped.contains(label(container, TASK_LABEL))
                || task.lastStatus() != TaskStatus.RUNNING) {
            return;
        }
        TaskDefinition definition = mirror(container).definition(task);
        List<SimulatedContainer> containers = containers(label(container, TASK_LABEL));
        boolean complete = definition != null
                && containers.size() == definition.containerDefinitions().size()
                && containers.stream().allMatch(SimulatedContainer::isRunning);
        if (complete && task.healthStatus() != HealthStatus.UNHEALTHY) {
            report.violated(Invariant.S22, "Told to stop is " + container + " of " + TaskLife.describe(task) + ".");
        }
    }

    @Override
    public void removed(SimulatedContainer container) {
        String taskId = label(container, TASK_LABEL);
        List<SimulatedContainer> left = containers(taskId);
        left.remove(container);
        if (left.isEmpty()) {
            present.remove(taskId);
        }
    }

    /** The containers of a task that are there, running or not. */
    List<SimulatedContainer> containers(String taskId) {
        return present.getOrDefault(taskId, new ArrayList<>(0));
    }

    /** The same without what was left behind where the store has lost that its task was. */
    List<SimulatedContainer> containersInPlace(String taskId) {
        return containers(taskId).stream()
                .filter(container -> !isLeftBehind(container))
                .toList();
    }

    private @Nullable Task task(SimulatedContainer container) {
        return mirror(container).task(label(container, TASK_LABEL));
    }

    private ClusterMirror mirror(SimulatedContainer container) {
        return mirrors.apply(label(container, CLUSTER_LABEL));
    }

    private static String label(SimulatedContainer container, String label) {
        return container.labels().getOrDefault(label, "");
    }
}
