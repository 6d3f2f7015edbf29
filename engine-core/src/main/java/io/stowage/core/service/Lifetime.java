package io.stowage.core.service;

import com.google.common.hash.Hashing;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old the tasks of a service become. Up to a tenth of the maximum is taken off, so that tasks that came together don't go together; how much is a hash
 * of the task's id, so that it comes out the same whenever and wherever it is computed.
 */
final class Lifetime {

    /** In parts per ten thousand. */
    private static final int MOST_OFF = 1_000;

    private static final int WHOLE = 10_000;

    private Lifetime() {}

    /** The maximum; null if there is none. */
    static @Nullable Duration maximum(Service service) {
        Integer seconds = service.maximumTaskLifetimeSeconds();
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    /** When a task has reached its lifetime. */
    static Instant end(Task task, Duration maximum) {
        int hash = Hashing.murmur3_32_fixed()
                .hashUnencodedChars(task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1))
                .asInt();
        return end(task, maximum, Math.floorMod(hash, MOST_OFF + 1));
    }

    private static Instant end(Task task, Duration maximum, int off) {
        return task.createdAt().plusMillis(maximum.toMillis() * (WHOLE - off) / WHOLE);
    }

    /** Before that no task of this age or younger has reached it. */
    private static Instant earliestEnd(Task task, Duration maximum) {
        return end(task, maximum, MOST_OFF);
    }

    /** The healthy tasks of a deployment that have reached their lifetime and are not protected, the oldest first. */
    static List<ServiceTask> over(DeploymentView deployment, Duration maximum, Instant now) {
        List<ServiceTask> over = new ArrayList<>();
        for (ServiceTask task : deployment.oldestHealthy()) {
            if (earliestEnd(task.task(), maximum).isAfter(now)) {
                break;
            }
            if (!task.isProtected() && !end(task.task(), maximum).isAfter(now)) {
                over.add(task);
            }
        }
        return over;
    }

    /** When the next of them reaches it that hasn't yet; null if none will. */
    static @Nullable Instant next(DeploymentView deployment, Duration maximum, Instant now) {
        Instant next = null;
        for (ServiceTask task : deployment.oldestHealthy()) {
            if (next != null && !earliestEnd(task.task(), maximum).isBefore(next)) {
                break;
            }
            Instant end = end(task.task(), maximum);
            if (end.isAfter(now) && (next == null || end.isBefore(next))) {
                next = end;
            }
        }
        return next;
    }
}
