package io.stowage.testkit.invariant;

import io.stowage.event.EcsEvent;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Task;
import java.util.HashMap;
import java.util.Map;

/** S27: what listeners hear of tasks, against what was committed. */
final class Tidings implements CommitCheck {

    private final Map<String, Task> latest = new HashMap<>();
    private boolean forgot;

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
        if (!forgot && event instanceof TaskStateChange change) {
            Task told = change.detail();
            Task committed = latest.get(told.taskArn());
            boolean known = committed != null
                    && (told.version() < committed.version()
                            || (told.version() == committed.version() && told.equals(committed)));
            if (!known) {
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

    /** The store lost what listeners were told of. */
    void forget() {
        forgot = true;
    }
}
