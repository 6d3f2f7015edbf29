package io.stowage.samples.autoscale;

import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Container;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The tasks, as the events told of them. Whoever waits for something is woken by them, and asks nobody. Thread-safe. */
final class Board implements EcsEventListener {

    private final Map<String, Task> tasks = new HashMap<>();
    private int mostRunning;

    @Override
    public synchronized void onEvent(EcsEvent event) {
        if (event instanceof TaskStateChange change) {
            Task task = change.detail();
            tasks.merge(task.taskArn(), task, (known, told) -> told.version() > known.version() ? told : known);
            mostRunning = Math.max(mostRunning, running());
        }
        notifyAll();
    }

    /** Tells those who wait to look again. */
    synchronized void changed() {
        notifyAll();
    }

    synchronized int running() {
        return (int) tasks.values().stream()
                .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                .count();
    }

    /** The most that were RUNNING at any time. */
    synchronized int mostRunning() {
        return mostRunning;
    }

    /** How many are not over. */
    synchronized int present() {
        return notStopped().size();
    }

    /** How many container instances have tasks that aren't over. */
    synchronized int busyInstances() {
        return (int) notStopped().stream()
                .map(Task::containerInstanceArn)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    /** The processes of tasks that aren't over. */
    synchronized Stream<ProcessHandle> processes() {
        List<ProcessHandle> processes = new ArrayList<>();
        for (Task task : notStopped()) {
            for (Container container : task.containers()) {
                if (container.runtimeId() != null) {
                    ProcessHandle.of(Long.parseLong(container.runtimeId())).ifPresent(processes::add);
                }
            }
        }
        return processes.stream();
    }

    /** Waits until something has come about. False if it hasn't in time. */
    synchronized boolean await(Duration deadline, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** What was last told of a task that isn't as it should be, for people; empty if all run. */
    synchronized Optional<Task> notRunning() {
        return notStopped().stream()
                .filter(task -> task.lastStatus() != TaskStatus.RUNNING)
                .findFirst();
    }

    private List<Task> notStopped() {
        return tasks.values().stream()
                .filter(task -> task.lastStatus() != TaskStatus.STOPPED)
                .toList();
    }
}
