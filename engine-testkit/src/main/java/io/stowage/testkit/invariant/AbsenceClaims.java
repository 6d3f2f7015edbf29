package io.stowage.testkit.invariant;

import io.stowage.model.Container;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * S22, the brake of it: that much of what runs on a container instance is gone at once is not believed before it was looked at again some time
 * later. Checked for what was removed in one instant, by whomever, and is committed as gone in one commit.
 */
final class AbsenceClaims implements GroundTruthListener, CommitCheck {

    private static final String GONE = "container is gone: removed by somebody else";
    /** Five seconds by the clock of an engine that runs twice as fast as time. */
    private static final Duration PAUSE = Duration.ofMillis(2500);

    private final Simulation simulation;
    /** By container ARN's last part and task: when it was removed. */
    private final Map<String, Long> removedAt = new HashMap<>();
    /** By the same, if the lists that its host gave right before it was removed were not true: since when. They may have lacked it already. */
    private final Map<String, Long> doubtfulSince = new HashMap<>();
    /** By host, since when no list that it gave was true. */
    private final Map<String, Long> liesSince = new HashMap<>();

    AbsenceClaims(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        Map<String, Map<Long, List<Task>>> claims = new HashMap<>();
        for (Change.OfTask task : change.tasks) {
            Task before = task.before();
            Task after = task.after();
            boolean ended = before != null
                    && after != null
                    && before.lastStatus() == TaskStatus.RUNNING
                    && after.lastStatus().compareTo(TaskStatus.RUNNING) > 0;
            if (after != null && ended && after.containerInstanceArn() != null) {
                for (Container container : after.containers()) {
                    Long removed = isClaimed(container) ? removedAt.get(key(task.id(), container.name())) : null;
                    if (removed != null) {
                        claims.computeIfAbsent(after.containerInstanceArn(), absent -> new HashMap<>())
                                .computeIfAbsent(removed, absent -> new ArrayList<>())
                                .add(after);
                    }
                }
            }
        }
        claims.forEach((instance, byTime) ->
                byTime.forEach((removed, tasks) -> check(instance, removed, tasks, mirror, report)));
    }

    private static boolean isClaimed(Container container) {
        return GONE.equals(container.reason());
    }

    private void check(String instance, long removed, List<Task> gone, ClusterMirror mirror, Report report) {
        int running = gone.size();
        for (Task task : mirror.tasks()) {
            boolean runs = instance.equals(task.containerInstanceArn()) && task.lastStatus() == TaskStatus.RUNNING;
            running += runs ? Math.max(1, task.containers().size()) : 0;
        }
        boolean many = gone.size() > 1 && gone.size() * 10 > running;
        if (many && simulation.nanos() - missingSince(gone, removed) < PAUSE.toNanos()) {
            report.violated(
                    Invariant.S22,
                    gone.size() + " of " + running + " running containers of " + instance
                            + " were removed at once and are taken for gone "
                            + Duration.ofNanos(simulation.nanos() - removed) + " later, "
                            + TaskLife.describe(gone.get(0)) + " among them.");
        }
    }

    /** When a list may first have lacked all of them. */
    private long missingSince(List<Task> gone, long removed) {
        long since = 0;
        for (Task task : gone) {
            for (Container container : task.containers()) {
                if (isClaimed(container)) {
                    since = Math.max(
                            since,
                            doubtfulSince.getOrDefault(
                                    key(ClusterMirror.idOf(task.taskArn()), container.name()), removed));
                }
            }
        }
        return since;
    }

    private static String key(@Nullable String taskId, @Nullable String container) {
        return taskId + "/" + container;
    }

    @Override
    public void created(SimulatedContainer container) {
        removedAt.remove(key(container));
    }

    @Override
    public void listed(String host, boolean truly) {
        if (truly) {
            liesSince.remove(host);
        } else {
            liesSince.putIfAbsent(host, simulation.nanos());
        }
    }

    @Override
    public void removed(SimulatedContainer container) {
        removedAt.put(key(container), simulation.nanos());
        Long lies = liesSince.get(container.host());
        if (lies == null) {
            doubtfulSince.remove(key(container));
        } else {
            doubtfulSince.put(key(container), lies);
        }
    }

    private static String key(SimulatedContainer container) {
        return key(
                container.labels().get(ContainersOfTasks.TASK_LABEL),
                container.labels().get(ContainersOfTasks.CONTAINER_LABEL));
    }
}
