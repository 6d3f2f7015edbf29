package io.stowage.core.state;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.TreeSet;

/** The tasks that have a capacity provider and no container instance yet. Mostly none, and never many. */
final class Provisioning {

    /** Those of one moment by their ids: so the order is the same for whoever reads the state. */
    private final TreeSet<TaskState> tasks =
            new TreeSet<>(Comparator.<TaskState, Instant>comparing(task -> task.task.createdAt())
                    .thenComparing(task -> task.id));

    /** The oldest first. */
    Collection<TaskState> tasks() {
        return Collections.unmodifiableCollection(tasks);
    }

    void enter(TaskState task) {
        tasks.add(task);
    }

    void leave(TaskState task) {
        tasks.remove(task);
    }
}
