package io.stowage.testkit.invariant;

import io.stowage.model.Container;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * S8 and S19: what engines do to containers, against what is committed.
 *
 * <p>What was sent before a task's end was committed may arrive after it: calls that are slow, engines that stand still and engines that
 * don't know yet that they are deposed see to that. So does a store that has applied a commit and neither answers it nor lets anybody read for
 * a while. But not for ever.
 */
final class Deeds implements GroundTruthListener, CommitCheck {

    /** The longest deadline of a call, the longest pause, twice the longest way, and the longest trouble of a store. */
    private static final long LONGEST_UNDER_WAY = Duration.ofMinutes(8 + 20).toNanos();

    /** The 5 s for which the removal of a run that is to be restarted waits for a commit, by the fastest clock, which has twice the speed. */
    private static final long SHORTEST_WAIT_FOR_COMMIT =
            Duration.ofMillis(2_500).toNanos();

    private final Function<String, ClusterMirror> mirrors;
    private final Simulation simulation;
    private final Report report;
    /** When the end of a task was committed, in nanoseconds: of tasks that are there. */
    private final Map<String, Long> endedAt = new HashMap<>();
    /** Each run of a container that was started, of tasks that are there: by task, and by the container's name and the run. */
    private final Map<String, Map<String, Start>> startedRuns = new HashMap<>();

    /** Whether a container is one whose task is elsewhere by now, as the store has lost that it was there: that one's runs are not this one's. */
    private final Predicate<SimulatedContainer> leftBehind;

    /** Which container was started, and when in nanoseconds. */
    private record Start(SimulatedContainer container, long at) {}

    /** @param mirrors the mirror of a cluster, by the cluster's name */
    Deeds(
            Function<String, ClusterMirror> mirrors,
            Predicate<SimulatedContainer> leftBehind,
            Simulation simulation,
            Report report) {
        this.mirrors = mirrors;
        this.leftBehind = leftBehind;
        this.simulation = simulation;
        this.report = report;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report unused) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after == null) {
                endedAt.remove(task.id());
                startedRuns.remove(task.id());
            } else if (after.desiredStatus() == DesiredStatus.STOPPED) {
                endedAt.putIfAbsent(task.id(), simulation.nanos());
            }
        }
    }

    /** The store lost the last commits: what had come to its end, or had run at all, may be wanted again by one that does not know. */
    void forget() {
        endedAt.clear();
        startedRuns.clear();
    }

    @Override
    public void created(SimulatedContainer container) {
        checkIntent(container, "created");
        Start start = startedRuns.getOrDefault(taskId(container), Map.of()).get(run(container));
        if (start != null && !leftBehind.test(start.container) && !wasAskedBefore(start.at)) {
            report.violated(Invariant.S19, "Created anew though it has run before: " + container + ".");
        }
    }

    /** A request that was long under way is nobody's fault, and harmless as long as nobody starts what came of it. */
    private boolean wasAskedBefore(long instant) {
        CallUnderWay call = simulation.callUnderWay();
        return call != null && call.sentAt() < instant;
    }

    @Override
    public void started(SimulatedContainer container) {
        checkIntent(container, "started");
        Start before = startedRuns
                .computeIfAbsent(taskId(container), absent -> new HashMap<>(2))
                .put(run(container), new Start(container, simulation.nanos()));
        if (before != null && !leftBehind.test(before.container)) {
            report.violated(Invariant.S19, "Started though it has run before: " + container + ".");
        }
    }

    private void checkIntent(SimulatedContainer container, String verb) {
        Long ended = endedAt.get(taskId(container));
        if (ended != null && simulation.nanos() - ended > LONGEST_UNDER_WAY) {
            report.violated(
                    Invariant.S8,
                    "It was " + verb + " " + Duration.ofNanos(simulation.nanos() - ended)
                            + " after the end of its task was committed: " + container + ".");
        }
    }

    /**
     * What somebody else removed before it was committed that it ran has left no trace: nobody can know that it did. Nor can anybody of what its
     * agent removed to restart it while the store was away, if the agent's engine died before the next run was there. But an agent has to wait
     * before it does that, and what is committed of a restart by then is known.
     */
    @Override
    public void removed(SimulatedContainer container) {
        Task task = mirrors.apply(container.labels().getOrDefault(ContainersOfTasks.CLUSTER_LABEL, ""))
                .task(taskId(container));
        boolean maybe = container.hasVanished() || hasMadeRoom(container);
        if (maybe && task != null && !isKnownToHaveRun(container, task)) {
            startedRuns.getOrDefault(taskId(container), new HashMap<>(0)).remove(run(container));
        }
    }

    /** Whether it may have been removed for its next run though nobody has committed that there is to be one. */
    private boolean hasMadeRoom(SimulatedContainer container) {
        ContainerRestartPolicy policy = container.spec().definition().restartPolicy();
        return policy != null
                && policy.enabled()
                && container.finishedAt() != SimulatedContainer.NEVER
                && simulation.nanos() - container.finishedAt() >= SHORTEST_WAIT_FOR_COMMIT;
    }

    /** Of a container that was restarted it is committed which run is to come, and then by which id that run is known. */
    private static boolean isKnownToHaveRun(SimulatedContainer container, Task task) {
        int run = container.spec().run();
        boolean hasRun = task.lastStatus().compareTo(TaskStatus.RUNNING) >= 0;
        return (hasRun && run == 0)
                || task.containers().stream()
                        .filter(known -> known.name()
                                .equals(container.spec().definition().name()))
                        .anyMatch(known -> isKnown(known, run, hasRun));
    }

    private static boolean isKnown(Container known, int run, boolean hasRun) {
        int restarts = known.restartCount();
        return restarts > run || (hasRun && restarts == run && known.runtimeId() != null);
    }

    @Override
    public void touched(SimulatedContainer foreign, String how) {
        if (foreign.isImpostor()) {
            return; // Impostors looks at it.
        }
        report.violated(Invariant.S8, "Somebody else's " + foreign + " was " + how + ".");
    }

    private static String taskId(SimulatedContainer container) {
        return container.labels().getOrDefault(ContainersOfTasks.TASK_LABEL, "");
    }

    private static String run(SimulatedContainer container) {
        return container.name() + "#" + container.spec().run();
    }
}
