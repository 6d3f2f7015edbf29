package io.stowage.runtime.docker;

import java.util.HashMap;
import java.util.Map;

/** Keeps creating the containers of a task and removing what the task left apart. Thread-safe; nobody waits. */
final class TasksAtWork {

    private static final int REMOVAL = -1;

    /** The creations under way, or {@link #REMOVAL}. */
    private final Map<String, Integer> tasks = new HashMap<>();

    /** False while what the task left is being removed. */
    synchronized boolean beginCreation(String task) {
        int now = tasks.getOrDefault(task, 0);
        if (now != REMOVAL) {
            tasks.put(task, now + 1);
        }
        return now != REMOVAL;
    }

    synchronized void endCreation(String task) {
        tasks.computeIfPresent(task, (same, now) -> now == 1 ? null : now - 1);
    }

    /** False while a container of the task is being created, or another call removes. */
    synchronized boolean beginRemoval(String task) {
        return tasks.putIfAbsent(task, REMOVAL) == null;
    }

    synchronized void endRemoval(String task) {
        tasks.remove(task);
    }
}
