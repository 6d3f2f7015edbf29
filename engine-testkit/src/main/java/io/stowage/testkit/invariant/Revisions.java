package io.stowage.testkit.invariant;

import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The committed part of S15: a task's revision is in the partition as long as the task is, and neither ever changes. */
final class Revisions implements CommitCheck {

    private final Map<String, TaskDefinition> everyDefinition = new HashMap<>();

    /** The definitions of a commit, compared with all that were ever seen, in this partition or another. */
    void checkDefinitions(List<Write> writes, Report report) {
        for (Write write : writes) {
            if (write instanceof Write.Put put && write.kind().equals("definition")) {
                TaskDefinition definition = ClusterMirror.object(put.record().payload(), TaskDefinition.class);
                TaskDefinition before = everyDefinition.putIfAbsent(definition.taskDefinitionArn(), definition);
                if (before != null && !before.containerDefinitions().equals(definition.containerDefinitions())) {
                    report.violated(
                            Invariant.S15,
                            "Revision " + definition.taskDefinitionArn() + " changed from " + before + " to "
                                    + definition + ".");
                }
            }
        }
    }

    /** The store lost what was registered last: a revision of that number may come again, with another content. */
    void forget() {
        everyDefinition.clear();
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task before = task.before();
            Task after = task.after();
            if (after == null) {
                continue;
            }
            if (before != null && !before.taskDefinitionArn().equals(after.taskDefinitionArn())) {
                report.violated(
                        Invariant.S15,
                        TaskLife.describe(after) + " changed its revision from " + before.taskDefinitionArn() + " to "
                                + after.taskDefinitionArn() + ".");
            }
            if (mirror.definition(after) == null) {
                report.violated(
                        Invariant.S15,
                        TaskLife.describe(after) + " runs " + after.taskDefinitionArn()
                                + ", which is not in the partition.");
            }
        }
    }
}
