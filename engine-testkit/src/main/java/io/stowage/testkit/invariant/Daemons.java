package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** S29: where the tasks of DAEMON services are, and when they leave an instance that drains. */
final class Daemons implements CommitCheck {

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            Service service = after == null ? null : daemonOf(after, mirror);
            if (after == null || service == null || after.containerInstanceArn() == null) {
                continue;
            }
            if (task.before() == null) {
                checkAlone(after, after.containerInstanceArn(), mirror, report);
            } else if (leavesForTheScheduler(task.before(), after)) {
                checkLast(after, service, mirror.instance(after.containerInstanceArn()), mirror, report);
            }
        }
    }

    /** Whether an instance meets the constraints of a DAEMON service. What is FARGATE's has none. */
    static boolean mayHave(Service service, ContainerInstance instance) {
        if (MachinesOfTasks.FARGATE.contains(String.valueOf(instance.capacityProviderName()))) {
            return false;
        }
        for (PlacementConstraint constraint : service.placementConstraints()) {
            if (constraint.type() == PlacementConstraintType.MEMBER_OF
                    && !Expressions.matches(constraint.expression(), instance)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether there is to be a task of a DAEMON service on an instance. Where others take up all the room before it is there, or while it isn't, there is
     * none.
     */
    static boolean isToHave(Service service, ContainerInstance instance, ClusterMirror mirror) {
        if (instance.status() != ContainerInstanceStatus.ACTIVE || !mayHave(service, instance)) {
            return false;
        }
        List<Task> live = mirror.serviceLedger(service.serviceName()).entries().stream()
                .map(ServiceLedger.Entry::task)
                .filter(ServiceLedger::isLive)
                .toList();
        boolean there =
                live.stream().anyMatch(task -> instance.containerInstanceArn().equals(task.containerInstanceArn()));
        return there || live.isEmpty() || Zones.hasRoomFor(live.get(0), instance, mirror);
    }

    /** Whether a DAEMON service has no task on an instance for want of room: its deployment waits for that. */
    static boolean lacksRoom(Service service, ClusterMirror mirror) {
        return service.schedulingStrategy() == SchedulingStrategy.DAEMON
                && mirror.instances().stream()
                        .anyMatch(instance -> instance.status() == ContainerInstanceStatus.ACTIVE
                                && mayHave(service, instance)
                                && !isToHave(service, instance, mirror));
    }

    private static @Nullable Service daemonOf(Task task, ClusterMirror mirror) {
        String name = ClusterMirror.serviceOf(task);
        Service service = name == null ? null : mirror.service(name);
        return service == null || service.schedulingStrategy() != SchedulingStrategy.DAEMON ? null : service;
    }

    private static boolean leavesForTheScheduler(Task before, Task after) {
        return before.desiredStatus() == DesiredStatus.RUNNING
                && after.desiredStatus() == DesiredStatus.STOPPED
                && after.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED;
    }

    private static void checkAlone(Task created, String instance, ClusterMirror mirror, Report report) {
        for (String other : mirror.instanceLedger(instance).tasks()) {
            Task there = mirror.task(other);
            if (there != null
                    && there.group().equals(created.group())
                    && !there.taskArn().equals(created.taskArn())) {
                report.violated(
                        Invariant.S29,
                        TaskLife.describe(created) + " was created beside " + TaskLife.describe(there) + " on "
                                + instance + ".");
            }
        }
    }

    private static void checkLast(
            Task stopped, Service service, @Nullable ContainerInstance instance, ClusterMirror mirror, Report report) {
        if (instance == null
                || instance.status() != ContainerInstanceStatus.DRAINING
                || service.status() != ServiceStatus.ACTIVE) {
            return;
        }
        for (String other :
                mirror.instanceLedger(instance.containerInstanceArn()).tasks()) {
            Task there = mirror.task(other);
            if (there != null && daemonOf(there, mirror) == null) {
                report.violated(
                        Invariant.S29,
                        TaskLife.describe(stopped) + " of a DAEMON service was stopped before "
                                + TaskLife.describe(there) + " has left an instance that drains.");
            }
        }
    }
}
