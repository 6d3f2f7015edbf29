package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Container instances that count as lost, so that their tasks are replaced elsewhere. That they do is committed; S10 is what has to have been before:
 * an absence that lasted.
 */
final class Absences implements CommitCheck {

    /** With which simulations run: the default. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfInstance instance : change.instances) {
            ContainerInstance after = instance.after();
            if (after != null && after.agentLostAt() != null && !isLost(instance.before(), after.agentLostAt())) {
                checkGrace(after, after.agentLostAt(), report);
            }
        }
    }

    private static void checkGrace(ContainerInstance instance, Instant lostAt, Report report) {
        Instant since = instance.agentDisconnectedAt();
        if (since == null || since.plus(GRACE).isAfter(lostAt)) {
            report.violated(
                    Invariant.S10,
                    instance.containerInstanceArn() + " counts as lost at " + lostAt + ", and its agent is away since "
                            + since + ".");
        }
    }

    /** Whether an instance counts as lost at a moment; null is none. */
    static boolean isLost(@Nullable ContainerInstance instance, @Nullable Instant at) {
        Instant since = instance == null ? null : instance.agentLostAt();
        return since != null && at != null && !since.isAfter(at);
    }

    /** Whether a task is on an instance that counts as lost. */
    static boolean isLost(Task task, ClusterMirror mirror, @Nullable Instant at) {
        String instance = task.containerInstanceArn();
        return instance != null && isLost(mirror.instance(instance), at);
    }
}
