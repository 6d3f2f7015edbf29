package io.stowage.testkit.invariant;

import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tasks of one service that are not STOPPED, and when something last happened to it from outside. */
final class ServiceLedger {

    /** A task and the moment of its creation, in the order of things: the revision twice, plus one. */
    record Entry(Task task, long createdAt) {}

    private final Map<String, Entry> tasks = new LinkedHashMap<>();
    private long lastInput;

    void put(String taskId, Task task, long revision) {
        Entry before = tasks.get(taskId);
        tasks.put(taskId, new Entry(task, before == null ? 2 * revision + 1 : before.createdAt()));
    }

    void remove(String taskId) {
        tasks.remove(taskId);
    }

    /** Something happened that may well cost a task its life. Before what the same commit creates. */
    void input(long revision) {
        lastInput = 2 * revision;
    }

    long lastInput() {
        return lastInput;
    }

    long createdAt(String taskId) {
        Entry entry = tasks.get(taskId);
        return entry == null ? 0 : entry.createdAt();
    }

    /** Every task that is not STOPPED. */
    Collection<Entry> entries() {
        return tasks.values();
    }

    /** PENDING to RUNNING, and wanted so. */
    static boolean isLive(Task task) {
        return task.desiredStatus() == DesiredStatus.RUNNING
                && task.lastStatus().compareTo(TaskStatus.RUNNING) <= 0;
    }
}
