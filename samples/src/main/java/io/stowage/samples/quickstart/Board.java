package io.stowage.samples.quickstart;

import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tasks and container instances of the cluster, as the events told of them: whoever waits for one is woken, and asks nobody. */
final class Board {

    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, ContainerInstance> instances = new LinkedHashMap<>();

    /** Notes a task; an event that is older than what is known changes nothing. Gives what was known before. */
    synchronized @Nullable Task put(Task task) {
        Task before = tasks.get(task.taskArn());
        if (before == null || before.version() < task.version()) {
            tasks.put(task.taskArn(), task);
            notifyAll();
        }
        return before;
    }

    /** As {@link #put(Task)}. */
    synchronized @Nullable ContainerInstance put(ContainerInstance instance) {
        ContainerInstance before = instances.get(instance.containerInstanceArn());
        if (before == null || before.version() < instance.version()) {
            instances.put(instance.containerInstanceArn(), instance);
            notifyAll();
        }
        return before;
    }

    /** Tells those who wait to look again. */
    synchronized void changed() {
        notifyAll();
    }

    /** The tasks that a load balancer would send requests to. */
    List<Task> ready() {
        return tasks(task -> task.lastStatus() == TaskStatus.RUNNING
                && task.desiredStatus() == DesiredStatus.RUNNING
                && task.healthStatus() == HealthStatus.HEALTHY);
    }

    synchronized List<Task> tasks(Predicate<Task> which) {
        return tasks.values().stream().filter(which).toList();
    }

    synchronized boolean isStopped(String taskArn) {
        Task task = tasks.get(taskArn);
        return task != null && task.lastStatus() == TaskStatus.STOPPED;
    }

    synchronized boolean areConnected(int count) {
        return instances.values().stream()
                        .filter(ContainerInstance::agentConnected)
                        .count()
                >= count;
    }

    /** The name of the container instance that a task is on. */
    synchronized String hostOf(Task task) {
        ContainerInstance instance = instances.get(String.valueOf(task.containerInstanceArn()));
        return instance == null ? "no host" : String.valueOf(instance.containerInstanceName());
    }

    /** Waits for something that the events will tell of. False if it isn't so in time. */
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
}
