package io.stowage.core.state;

import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Demand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that have a capacity provider and no container instance yet. Mostly none, and never many.
 *
 * <p>A task is tried when it comes in, and then when an instance has changed that it could fit on, as services are that have tasks which fit nowhere.
 */
final class Provisioning {

    /** Those of one moment by their ids: so the order is the same for whoever reads the state. */
    private static final Comparator<TaskState> OLDEST_FIRST = Comparator.<TaskState, Instant>comparing(
                    task -> task.task.createdAt())
            .thenComparing(task -> task.id);

    private final TreeSet<TaskState> tasks = new TreeSet<>(OLDEST_FIRST);
    private final Set<String> toTry = new LinkedHashSet<>();
    private final PendingWork pending = new PendingWork();
    private final DueTimes due = new DueTimes();
    /** Capacity providers with machines for one task each, of which agents have come. Empty while nothing waits. */
    private final Set<String> newMachines = new TreeSet<>();
    /** Services that have more tasks to wait than may, by name. */
    private final Set<String> crowdedOut = new LinkedHashSet<>();

    /** The oldest first. */
    Collection<TaskState> tasks() {
        return Collections.unmodifiableCollection(tasks);
    }

    void enter(TaskState task) {
        tasks.add(task);
        toTry.add(task.id);
    }

    void leave(TaskState task) {
        tasks.remove(task);
        toTry.remove(task.id);
        pending.remove(task.id);
        if (tasks.isEmpty()) {
            // What has changed meanwhile is nobody's business any more.
            List<String> unused = pending.takeThoseThatCouldFit();
            newMachines.clear();
        }
    }

    /** The task fits nowhere: it is tried again when something changes that it could fit on. */
    void await(String taskId, Demand demand, @Nullable Admission ifByTasks) {
        pending.add(taskId, demand, ifByTasks);
    }

    /** The service asks something else of instances than before. */
    void tryAll(ServiceState service) {
        for (TaskState task : tasks) {
            if (task.service == service) {
                toTry.add(task.id);
            }
        }
    }

    /** The task is tried again at a time, whatever happens. */
    void lookAgain(String taskId, Instant at) {
        due.add(taskId, at);
    }

    void wakeDue(Instant now) {
        String taskId = due.take(now);
        while (taskId != null) {
            toTry.add(taskId);
            taskId = due.take(now);
        }
    }

    @Nullable
    Instant nextDue() {
        return due.next();
    }

    void capacityAppeared(InstanceState instance) {
        pending.changed(instance);
    }

    void agentConnected(InstanceState instance) {
        String provider = instance.record().capacityProviderName();
        if (provider != null && instance.forOneTask() && !tasks.isEmpty()) {
            newMachines.add(provider);
        }
    }

    List<String> takeProvidersOfNewMachines() {
        List<String> taken = List.copyOf(newMachines);
        newMachines.clear();
        return taken;
    }

    void tasksChanged(InstanceState instance) {
        pending.tasksChanged(instance);
    }

    boolean anyToTry() {
        return !tasks.isEmpty() && (!toTry.isEmpty() || pending.anyChanged());
    }

    /** Whether one that has this capacity provider is to be tried yet, as it could fit: then whoever comes later waits for that. */
    boolean anyToTry(String capacityProvider) {
        for (TaskState task : tasks) {
            if (capacityProvider.equals(task.task.capacityProviderName())
                    && (toTry.contains(task.id) || pending.couldFit(task.id))) {
                return true;
            }
        }
        return false;
    }

    /** Those to try now, the oldest first. */
    List<TaskState> takeThoseToTry() {
        toTry.addAll(pending.takeThoseThatCouldFit());
        if (toTry.isEmpty()) {
            return List.of();
        }
        List<TaskState> taken = new ArrayList<>(toTry.size());
        for (TaskState task : tasks) {
            if (toTry.contains(task.id)) {
                taken.add(task);
            }
        }
        toTry.clear();
        return taken;
    }

    /** The task is tried in the next turn: this one has done enough. */
    void tryLater(String taskId) {
        toTry.add(taskId);
    }

    /** The service is looked at again when fewer wait. */
    void crowdOut(String service) {
        crowdedOut.add(service);
    }

    /** Those for which there may be room among the waiting again. */
    List<String> takeCrowdedOut() {
        if (crowdedOut.isEmpty()) {
            return List.of();
        }
        List<String> taken = List.copyOf(crowdedOut);
        crowdedOut.clear();
        return taken;
    }
}
