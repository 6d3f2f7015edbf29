package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Container instances that have been away for so long that their tasks may be replaced elsewhere. Whether they are is the engine's to know: how long it
 * leads counts, too.
 */
final class Absences {

    /** With which simulations run: the default. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private Absences() {}

    /** Whether an instance may count as lost at a moment; null is none. */
    static boolean mayBeLost(@Nullable ContainerInstance instance, @Nullable Instant at) {
        Instant since = instance == null ? null : instance.agentDisconnectedAt();
        return since != null && at != null && !since.plus(GRACE).isAfter(at);
    }

    /** Whether a task may be on an instance that counts as lost. */
    static boolean mayBeLost(Task task, ClusterMirror mirror, @Nullable Instant at) {
        String instance = task.containerInstanceArn();
        return instance != null && mayBeLost(mirror.instance(instance), at);
    }
}
