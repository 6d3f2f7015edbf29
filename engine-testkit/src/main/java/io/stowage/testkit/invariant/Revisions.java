package io.stowage.testkit.invariant;

import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Write;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The committed part of S15: a task's revision is in the partition as long as the task is, and neither ever changes. */
final class Revisions implements CommitCheck {

    static final String REGISTRY = "registry";

    private static final String REGISTERED = "taskdefinition";
    private static final String USED = "definition";

    private final Map<String, TaskDefinition> everyDefinition = new HashMap<>();
    /** The ids of what is registered. */
    private final Set<String> registered = new HashSet<>();

    /** The definitions of a commit, compared with all that were ever seen, in this partition or another. */
    void checkDefinitions(Commit commit, Report report) {
        for (Write write : commit.writes()) {
            if (write.kind().equals(REGISTERED) && write instanceof Write.Put) {
                registered.add(write.id());
            } else if (write.kind().equals(USED) && write instanceof Write.Delete && !registered.contains(write.id())) {
                forgetLost(write.id());
            } else if (write instanceof Write.Put put && write.kind().equals(USED)) {
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

    /** Its registration was lost, and now its last use is over: nothing is left by which anybody could know that there was this number. */
    private void forgetLost(String id) {
        everyDefinition.keySet().removeIf(arn -> arn.endsWith("/" + id));
    }

    /** The store lost what was registered last: a revision of that number may come again, with another content. */
    void forget(PartitionSnapshot registry) {
        everyDefinition.clear();
        registered.clear();
        registry.records().stream()
                .filter(record -> record.kind().equals(REGISTERED))
                .forEach(record -> registered.add(record.id()));
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
