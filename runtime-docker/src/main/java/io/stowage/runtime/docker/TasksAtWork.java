package io.stowage.runtime.docker;

import java.util.HashMap;
import java.util.Map;

/** Keeps creating the containers of a task and removing what the task left apart. Thread-safe; nobody waits. */
final class TasksAtWork {

    /** How many creations are under way; below 0, how many removals. */
    private final Map<String, Integer> tasks = new HashMap<>();

    /** False while what the task left is being removed. */
    synchronized boolean beginCreation(String task) {
        return begin(task, 1);
    }

    synchronized void endCreation(String task) {
        end(task, 1);
    }

    /** False while a container of the task is being created. */
    synchronized boolean beginRemoval(String task) {
        return begin(task, -1);
    }

    synchronized void endRemoval(String task) {
        end(task, -1);
    }

    private boolean begin(String task, int one) {
        int now = tasks.getOrDefault(task, 0);
        boolean may = now * one >= 0;
        if (may) {
            tasks.put(task, now + one);
        }
        return may;
    }

    /** Of what never began nothing ends. */
    private void end(String task, int one) {
        tasks.computeIfPresent(task, (same, now) -> now == one ? null : now - one);
    }
}
