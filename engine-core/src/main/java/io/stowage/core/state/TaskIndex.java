package io.stowage.core.state;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps everything that is derived from tasks in step with them. */
final class TaskIndex {

    private static final String SERVICE_GROUP = "service:";

    private final ClusterState state;

    TaskIndex(ClusterState state) {
        this.state = state;
    }

    void add(String id, Task task, Instant now) {
        DefinitionState definition = state.definitions.get(task.taskDefinitionArn());
        ServiceState service = serviceOf(state, task.group());
        DeploymentState deployment = service == null ? null : service.deployment(task.startedBy());
        TaskState added = new TaskState(
                id,
                task,
                new TaskState.Origin(
                        state.demand(task.taskDefinitionArn(), task.overrides(), task.capacityProviderName()),
                        Objects.requireNonNull(definition).checked,
                        instanceOf(task),
                        service,
                        deployment));
        state.tasks.put(added.id, added);
        definition.users++;
        enter(added);
        state.tasksChanged(added.instance);
        Buckets.sort(added, now, state.healthyAfterRunning());
        wake(added);
    }

    private @Nullable InstanceState instanceOf(Task task) {
        String id = Ids.shortIdOrNull(task.containerInstanceArn());
        return id == null ? null : state.instances.get(id);
    }

    static @Nullable ServiceState serviceOf(ClusterState state, String group) {
        String name = serviceName(group);
        return name == null ? null : state.services.get(name);
    }

    /** What the service asks of instances nobody knows then: its tasks that wait for one wait until its record is mended. */
    private boolean isServiceAside(Task task) {
        String name = serviceName(task.group());
        return name != null && state.quarantine().holds(Kind.SERVICE, name);
    }

    /** The group of a service's tasks. */
    static String group(String serviceName) {
        return SERVICE_GROUP + serviceName;
    }

    /** The name of the service whose tasks are in this group; null if it is no service's. */
    static @Nullable String serviceName(String group) {
        return group.startsWith(SERVICE_GROUP) ? group.substring(SERVICE_GROUP.length()) : null;
    }

    void update(TaskState known, Task next, Instant now) {
        Task before = known.task;
        if (!Objects.equals(before.containerInstanceArn(), next.containerInstanceArn())) {
            place(known, next, now);
            return;
        }
        boolean wasWanted = known.wanted();
        boolean wasStopped = known.stopped();
        if (known.instance != null && !wasStopped && before.containers() != next.containers()) {
            known.instance.rebind(before, next);
            if (InstanceState.givesBindings(before, next)) {
                state.capacityAppeared(known.instance);
            }
        }
        known.task = next;
        state.uncountTask(before.lastStatus());
        if (before.lastStatus() == TaskStatus.PROVISIONING && !known.provisioning()) {
            state.leaveProvisioning(known);
        }
        state.countTask(next.lastStatus());
        if (wasWanted) {
            if (!known.wanted() || isRunning(before) != isRunning(next)) {
                state.tasksChanged(known.instance);
            }
            countStatus(known, before, -1);
            if (known.wanted()) {
                countStatus(known, next, 1);
            } else {
                countWanted(known, -1);
                countStopping(known, 1);
                if (known.service != null) {
                    state.unblock(known.service.record().serviceName());
                }
            }
        }
        if (!wasStopped && known.stopped()) {
            countStopping(known, -1);
            if (known.instance != null) {
                known.instance.release(known);
            }
            keep(known);
            freed(known);
        }
        Buckets.sort(known, now, state.healthyAfterRunning());
        wake(known);
    }

    /** A task that had no container instance has one; by what a follower sees it may be STOPPED there already. */
    private void place(TaskState known, Task next, Instant now) {
        leave(known);
        known.task = next;
        known.instance = instanceOf(next);
        enter(known);
        state.tasksChanged(known.instance);
        Buckets.sort(known, now, state.healthyAfterRunning());
        wake(known);
    }

    /** Forgets a STOPPED task. */
    void remove(TaskState known) {
        state.tasks.remove(known.id);
        state.uncountTask(known.task.lastStatus());
        DefinitionState definition = state.definitions.get(known.task.taskDefinitionArn());
        if (definition != null) {
            definition.users--;
            state.maybeUnused.add(known.task.taskDefinitionArn());
        }
        if (known.service != null && known.service.stoppedTasks().peekFirst() == known) {
            known.service.stoppedTasks().removeFirst();
        }
    }

    /** A record of an instance takes the place of another: what its tasks count for may change. */
    void changeInstance(InstanceState known, ContainerInstance next, Instant now) {
        known.become(next);
        state.instanceChanged(known.id());
        for (TaskState task : known.tasks()) {
            Buckets.sort(task, now, state.healthyAfterRunning());
            if (task.service != null && task.wanted()) {
                state.markDirty(task.service.record().serviceName());
            }
        }
    }

    /** Undoes {@link #add}. */
    void unadd(TaskState added) {
        leave(added);
        state.tasks.remove(added.id);
        DefinitionState definition = state.definitions.get(added.task.taskDefinitionArn());
        if (definition != null) {
            definition.users--;
            state.maybeUnused.add(added.task.taskDefinitionArn());
        }
        state.tasksChanged(added.instance);
        wake(added);
    }

    /** Undoes {@link #update}. */
    void revert(TaskState known, Task before, Instant now) {
        state.tasksChanged(known.instance);
        leave(known);
        known.task = before;
        known.instance = instanceOf(before);
        enter(known);
        Buckets.sort(known, now, state.healthyAfterRunning());
        if (known.deployment != null) {
            known.deployment.sortMaturing();
        }
        state.tasksChanged(known.instance);
        wake(known);
    }

    /** Undoes {@link #remove}. Among all tasks it is the last one then. */
    void takeBack(TaskState removed) {
        state.tasks.put(removed.id, removed);
        state.countTask(removed.task.lastStatus());
        DefinitionState definition = state.definitions.get(removed.task.taskDefinitionArn());
        if (definition != null) {
            definition.users++;
        }
        if (!state.stoppedTasks.contains(removed)) {
            state.stoppedTasks.addFirst(removed);
        }
        if (removed.service != null && !removed.service.stoppedTasks().contains(removed)) {
            removed.service.stoppedTasks().addFirst(removed);
        }
    }

    /** What the task counts for, but for its bucket. */
    private void enter(TaskState task) {
        state.countTask(task.task.lastStatus());
        if (task.provisioning() && !isServiceAside(task.task)) {
            state.enterProvisioning(task);
        }
        if (task.wanted()) {
            countWanted(task, 1);
            countStatus(task, task.task, 1);
        } else if (!task.stopped()) {
            countStopping(task, 1);
        }
        if (task.stopped()) {
            keep(task);
        } else if (task.instance != null) {
            task.instance.take(task);
        }
    }

    private void leave(TaskState task) {
        state.uncountTask(task.task.lastStatus());
        if (task.provisioning()) {
            state.leaveProvisioning(task);
        }
        if (task.wanted()) {
            countWanted(task, -1);
            countStatus(task, task.task, -1);
        } else if (!task.stopped()) {
            countStopping(task, -1);
        }
        if (task.stopped()) {
            state.stoppedTasks.removeLastOccurrence(task);
            if (task.service != null) {
                task.service.stoppedTasks().removeLastOccurrence(task);
            }
        } else if (task.instance != null) {
            task.instance.release(task);
            freed(task);
        }
        Buckets.leave(task);
    }

    /** What the task took is there for others. */
    private void freed(TaskState task) {
        if (task.instance != null) {
            state.capacityAppeared(task.instance);
        }
    }

    private void keep(TaskState stopped) {
        state.stoppedTasks.addLast(stopped);
        if (stopped.service != null) {
            stopped.service.stoppedTasks().addLast(stopped);
            state.moreStopped.add(stopped.service.record().serviceName());
            if (stopped.service.daemon() != null && stopped.instance != null) {
                stopped.service.daemon().noteStopped(stopped.instance.id(), stopped.task.startedBy());
            }
        }
    }

    private static void countWanted(TaskState task, int by) {
        if (task.deployment != null && task.task.capacityProviderName() != null) {
            task.deployment.countOn(task.task.capacityProviderName(), by);
        }
        if (task.instance != null) {
            task.instance.countGroup(task.task.group(), by);
            if (task.service != null) {
                task.service.countTask(task.instance, by);
            }
        }
    }

    private static void countStatus(TaskState task, Task as, int by) {
        if (task.instance != null) {
            task.instance.countStatus(isRunning(as), by);
        }
    }

    private static boolean isRunning(Task task) {
        return task.lastStatus() == TaskStatus.RUNNING;
    }

    private static void countStopping(TaskState task, int by) {
        if (task.deployment != null) {
            task.deployment.countStopping(by);
        }
    }

    private void wake(TaskState task) {
        if (task.service != null) {
            state.markDirty(task.service.record().serviceName());
            if (task.service.daemon() != null && task.instance != null) {
                task.service.daemon().note(task.instance.id());
            }
        }
    }
}
