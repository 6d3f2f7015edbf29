package io.stowage.testkit.invariant;

import io.stowage.model.Container;
import io.stowage.model.Task;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * S10 of restarts in place: that a container is restarted once more is committed only after the run before it has truly started and ended.
 * What was seen of an earlier run is no reason to end the present one.
 */
final class RestartClaims implements GroundTruthListener, CommitCheck {

    /** The runs that have started and ended, of tasks that are there. */
    private final Map<String, Set<String>> endedRuns = new HashMap<>();

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after == null) {
                endedRuns.remove(task.id());
                continue;
            }
            for (Container container : after.containers()) {
                int claimed = container.restartCount();
                boolean more = claimed > restarts(container.name(), task.before());
                if (more && !hasEnded(task.id(), container.name(), claimed - 1)) {
                    report.violated(
                            Invariant.S10,
                            "Restart " + claimed + " of container " + container.name() + " is committed of "
                                    + TaskLife.describe(after) + ", but the run before it has not ended.");
                }
            }
        }
    }

    private static int restarts(@Nullable String name, @Nullable Task task) {
        if (task != null) {
            for (Container container : task.containers()) {
                if (container.name().equals(name)) {
                    return container.restartCount();
                }
            }
        }
        return 0;
    }

    private boolean hasEnded(String taskId, String container, int run) {
        return endedRuns.getOrDefault(taskId, Set.of()).contains(key(container, run));
    }

    @Override
    public void exited(SimulatedContainer container) {
        String name = container.labels().getOrDefault(ContainersOfTasks.CONTAINER_LABEL, "");
        endedRuns
                .computeIfAbsent(
                        container.labels().getOrDefault(ContainersOfTasks.TASK_LABEL, ""), absent -> new HashSet<>(2))
                .add(key(name, container.spec().run()));
    }

    private static String key(String container, int run) {
        return container + "#" + run;
    }
}
