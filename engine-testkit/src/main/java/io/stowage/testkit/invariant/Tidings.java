package io.stowage.testkit.invariant;

import io.stowage.event.EcsEvent;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Task;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** S27: what listeners hear of tasks, against what was committed. */
final class Tidings implements CommitCheck {

    private final Map<String, Task> latest = new HashMap<>();
    /** What was committed last of each task that a store has lost something of since: listeners may hear of it late. */
    private final Map<String, Task> lost = new HashMap<>();

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after != null) {
                latest.put(after.taskArn(), after);
            }
        }
    }

    /** An engine told a listener. */
    void heard(EcsEvent event, Report report) {
        if (event instanceof TaskStateChange change) {
            Task told = change.detail();
            Task committed = latest.get(told.taskArn());
            if (!isKnown(told, committed) && !isKnown(told, lost.get(told.taskArn()))) {
                report.violated(
                        Invariant.S27,
                        "Listeners hear of " + TaskLife.describe(told) + " in version " + told.version()
                                + ", but what is committed is "
                                + (committed == null
                                        ? "nothing"
                                        : TaskLife.describe(committed) + " in version " + committed.version())
                                + ".");
            }
        }
    }

    private static boolean isKnown(Task told, @Nullable Task committed) {
        return committed != null
                && (told.version() < committed.version()
                        || (told.version() == committed.version() && told.equals(asTold(committed))));
    }

    /** Of a task on FARGATE nobody is told where it is. */
    private static Task asTold(Task committed) {
        boolean hidden = MachinesOfTasks.FARGATE.contains(String.valueOf(committed.capacityProviderName()));
        return hidden ? committed.toBuilder().containerInstanceArn(null).build() : committed;
    }

    /** The store lost what was committed last, and these are what it has. */
    void forget(Collection<ClusterMirror> stored) {
        lost.putAll(latest);
        latest.clear();
        stored.forEach(mirror -> mirror.tasks().forEach(task -> latest.put(task.taskArn(), task)));
    }
}
