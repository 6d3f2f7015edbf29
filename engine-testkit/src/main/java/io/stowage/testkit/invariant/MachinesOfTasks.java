package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** S38. */
final class MachinesOfTasks implements CommitCheck {

    static final List<String> FARGATE = List.of("FARGATE", "FARGATE_SPOT");

    /** By the ARN of the container instance, that of the task which it was given. */
    private final Map<String, String> given = new HashMap<>();

    /** Whether a container instance is the machine of a launch, and for one task. */
    static boolean isForOneTask(@Nullable ContainerInstance instance) {
        return instance != null
                && FARGATE.contains(String.valueOf(instance.capacityProviderName()))
                && String.valueOf(instance.containerInstanceName()).startsWith("launch-");
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            String instance = after == null ? null : after.containerInstanceArn();
            if (after != null && instance != null && isForOneTask(instance(instance, change, mirror))) {
                String first = given.putIfAbsent(instance, after.taskArn());
                if (first != null && !first.equals(after.taskArn())) {
                    report.violated(
                            Invariant.S38,
                            "Machine " + instance + " was given " + first + ", and now " + after.taskArn() + ".");
                }
            }
        }
    }

    private static @Nullable ContainerInstance instance(String arn, Change change, ClusterMirror mirror) {
        ContainerInstance now = mirror.instance(arn);
        for (Change.OfInstance changed : change.instances) {
            if (now == null && changed.id().equals(ClusterMirror.idOf(arn))) {
                return changed.before();
            }
        }
        return now;
    }

    /** What was stored and is no more has not happened. */
    void forget(Collection<ClusterMirror> mirrors) {
        given.clear();
        for (ClusterMirror mirror : mirrors) {
            for (Task task : mirror.tasks()) {
                String instance = task.containerInstanceArn();
                if (instance != null && isForOneTask(mirror.instance(instance))) {
                    given.put(instance, task.taskArn());
                }
            }
        }
    }
}
