package io.stowage.core.state;

import io.stowage.core.placement.InstanceJudge;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.service.DaemonView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * On which container instances a DAEMON service is to have a task, and what is there.
 *
 * <p>An instance is to have one if it is ACTIVE and meets the constraints, and its agent is connected: or, if it isn't, as long as a task is
 * there and the instance doesn't count as lost. What tasks are on an instance, and the host application's filters, are asked before a task is launched, and
 * never cost one that is there its place: else a task could drive itself out. An instance without room is to have one too: the service isn't
 * steady before it does.
 *
 * <p>How: a change that may matter only notes the instance, and {@link #settle} judges again those that were noted. An instance on which the
 * service waits for something remembers that, and wakes it.
 */
final class DaemonState implements DaemonView {

    /** What an instance that is to have a task has. */
    private enum Seat {
        TAKEN,
        /** The task that is there stops. */
        CLEARING,
        VACANT,
        /** As vacant, and without room: until something of the instance changes. */
        LACKING
    }

    private final ServiceState service;
    private final Map<String, Seat> seats = new TreeMap<>();
    private final TreeSet<String> vacant = new TreeSet<>();
    private int clearing;
    /** The deployment of the task that has stopped last, by instance. */
    private final Map<String, String> stopped = new LinkedHashMap<>();

    private final Set<String> noted = new LinkedHashSet<>();
    private boolean allNoted = true;
    private @Nullable InstanceJudge judge;

    DaemonState(ServiceState service) {
        this.service = service;
    }

    /** Something of the instance may be different. */
    void note(String instanceId) {
        if (!allNoted) {
            noted.add(instanceId);
        }
    }

    /** Nothing that is known of instances can be relied on. */
    void noteAll() {
        allNoted = true;
        noted.clear();
    }

    /** A task of the service is STOPPED. */
    void noteStopped(String instanceId, @Nullable String deploymentId) {
        if (deploymentId != null) {
            stopped.put(instanceId, deploymentId);
        }
    }

    /** A task that was to be launched there has no room. */
    void lacksRoom(InstanceState instance) {
        seat(instance.id(), Seat.LACKING);
        instance.awaitedBy(name());
    }

    /**
     * Judges what was noted.
     *
     * @param request how a task of the PRIMARY deployment is placed
     * @param resort called with tasks that have come to be, or no longer are, where none is to be
     */
    void settle(PlacementRequest request, Map<String, InstanceState> instances, Consumer<TaskState> resort) {
        if (judge == null || !judge.asksLike(request)) {
            noteAll();
        }
        if (!allNoted && noted.isEmpty()) {
            return;
        }
        judge = new InstanceJudge(request);
        Set<String> ids = new TreeSet<>(allNoted ? seats.keySet() : noted);
        if (allNoted) {
            ids.addAll(instances.keySet());
        }
        allNoted = false;
        noted.clear();
        for (String id : ids) {
            InstanceState instance = instances.get(id);
            if (instance == null) {
                seat(id, null);
                stopped.remove(id);
            } else {
                seat(id, judge(instance, judge, resort));
            }
        }
    }

    private @Nullable Seat judge(InstanceState instance, InstanceJudge by, Consumer<TaskState> resort) {
        boolean wanted = false;
        boolean stopping = false;
        // What can't be read may be anybody's.
        boolean others = instance.tasksAside() > 0;
        for (TaskState task : instance.tasks()) {
            boolean own = task.service == service;
            wanted |= own && task.wanted();
            stopping |= own && !task.wanted();
            others |= !own && (task.service == null || task.service.daemon() == null);
        }
        boolean stays = instance.active() ? by.admits(instance) : others;
        misplace(instance, !stays, resort);
        if (!stays || !instance.active()) {
            if (wanted) {
                instance.awaitedBy(name());
            }
            return null;
        }
        boolean unread = instance.tasksOfGroup(group()) > 0;
        if (wanted || unread) {
            return instance.lost() ? null : Seat.TAKEN;
        }
        return free(instance, by, stopping);
    }

    private @Nullable Seat free(InstanceState instance, InstanceJudge by, boolean stopping) {
        if (by.dependsOnTasks()) {
            instance.awaitedBy(name());
        }
        if (isAwayForAWhile(instance)) {
            return Seat.LACKING;
        }
        if (!by.allows(instance)) {
            return null;
        }
        if (instance.tasksAside() > 0) {
            // What can't be read may be a task of the service.
            return Seat.LACKING;
        }
        return stopping ? Seat.CLEARING : Seat.VACANT;
    }

    /** It will be back, or lost: until then nobody knows that the service is to be smaller, and no deployment is complete for that. */
    private static boolean isAwayForAWhile(InstanceState instance) {
        return !instance.connected() && instance.record().agentDisconnectedAt() != null && !instance.lost();
    }

    private void misplace(InstanceState instance, boolean misplaced, Consumer<TaskState> resort) {
        for (TaskState task : instance.tasks()) {
            if (task.service == service && task.misplaced != misplaced) {
                task.misplaced = misplaced;
                resort.accept(task);
            }
        }
    }

    private void seat(String id, @Nullable Seat next) {
        Seat before = next == null ? seats.remove(id) : seats.put(id, next);
        clearing += (next == Seat.CLEARING ? 1 : 0) - (before == Seat.CLEARING ? 1 : 0);
        if (next == Seat.VACANT) {
            vacant.add(id);
        } else {
            vacant.remove(id);
        }
    }

    private String name() {
        return service.record().serviceName();
    }

    private String group() {
        return TaskIndex.group(name());
    }

    @Override
    public int instances() {
        return seats.size();
    }

    @Override
    public Collection<String> vacant() {
        return vacant;
    }

    @Override
    public int clearing() {
        return clearing;
    }

    @Override
    public boolean tried(String instanceId, String deploymentId) {
        return deploymentId.equals(stopped.get(instanceId));
    }
}
