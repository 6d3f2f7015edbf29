package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * S13, S21 and S22: what one commit does to the tasks of a service.
 *
 * <p>Wanted are the tasks of the PRIMARY deployment that run or are on their way, are not UNHEALTHY, and are not on a container instance
 * that drains. After a commit that creates tasks there are at most as many as desired; after one that stops a wanted one there are still
 * as many as desired. Both hold during deployments too: what these replace is not wanted. A service that evens out availability zones may create
 * one task beyond, in a zone that has fewer than another one, and one that is to be rebalanced over container instances one for each move that is under
 * way. Tasks that have reached their lifetime may have one beside them each, or be stopped before there is one.
 */
final class ServiceDecisions implements CommitCheck {

    /** What a commit does to one service, in numbers. */
    private static final class Tally {
        int created;
        int stoppedWanted;
        /** Of these, those that have reached their lifetime. */
        int stoppedOld;

        @Nullable
        Instant at;

        @Nullable
        Task lastCreated;

        @Nullable
        Task lastStopped;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        recordInputs(change, mirror);
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            String service = after == null ? null : ClusterMirror.serviceOf(after);
            if (after != null && service != null) {
                tally(task, after, service, tallies, mirror, report);
            }
        }
        tallies.forEach((service, tally) -> check(service, tally, mirror, report));
    }

    private static void tally(
            Change.OfTask task,
            Task after,
            String service,
            Map<String, Tally> tallies,
            ClusterMirror mirror,
            Report report) {
        Task before = task.before();
        if (before == null) {
            Tally tally = tallies.computeIfAbsent(service, absent -> new Tally());
            tally.created++;
            tally.lastCreated = after;
            tally.at = after.createdAt();
        } else if (isStoppedByScheduler(before, after)
                && wasWanted(after, mirror.service(service), mirror)
                && !Absences.isLost(after, mirror, after.stoppingAt())) {
            Tally tally = tallies.computeIfAbsent(service, absent -> new Tally());
            tally.stoppedWanted++;
            tally.at = after.stoppingAt();
            tally.lastStopped = after;
            boolean old = Lifetimes.isOld(after, mirror.service(service), after.stoppingAt());
            tally.stoppedOld += old ? 1 : 0;
            ServiceLedger ledger = mirror.serviceLedger(service);
            boolean evensOut = Zones.isStoppedForBalance(after, mirror.service(service), mirror)
                    || Moves.isStoppedForMove(after, mirror.service(service))
                    || old;
            if (ledger.createdAt(task.id()) > ledger.lastInput() && !evensOut) {
                report.violated(
                        Invariant.S21,
                        "Created and stopped again: " + TaskLife.describe(after) + ". Nothing had happened to service "
                                + service + " since.");
            }
        }
    }

    private static void check(String name, Tally tally, ClusterMirror mirror, Report report) {
        Service service = mirror.service(name);
        if (service == null || service.status() != ServiceStatus.ACTIVE) {
            return;
        }
        if (service.schedulingStrategy() != SchedulingStrategy.REPLICA) {
            return;
        }
        int lost = countLost(service, mirror, tally.at);
        int wanted = countWanted(service, mirror) - lost;
        int forgiven = countForgiven(service, mirror) + lost;
        Task stopped = tally.lastStopped;
        Task created = tally.lastCreated;
        boolean forBalance = created != null
                && tally.created == 1
                && wanted == service.desiredCount() + 1
                && Zones.isForBalance(created, service, mirror);
        int beyond = Moves.beyond(service) + Lifetimes.beyond(service, mirror, tally.at);
        boolean tooMany = tally.created > 0 && wanted > service.desiredCount() + beyond && !forBalance;
        boolean bothWays = tally.created > 0 && tally.stoppedWanted > 0;
        boolean tooFew = stopped != null && wanted + forgiven + tally.stoppedOld < service.desiredCount();
        if (tooMany || bothWays || tooFew) {
            boolean serving = !tooMany && !bothWays && stopped != null && isServing(stopped);
            report.violated(serving ? Invariant.S22 : Invariant.S13, numbers(service, tally, wanted));
        }
    }

    private static String numbers(Service service, Tally tally, int wanted) {
        return "Service " + service.serviceName() + " desires " + service.desiredCount() + " tasks, " + wanted
                + " are wanted after a commit that created " + tally.created + " and stopped " + tally.stoppedWanted
                + " wanted ones"
                + (tally.lastStopped == null ? "." : ", " + TaskLife.describe(tally.lastStopped) + " among them.");
    }

    private static boolean isStoppedByScheduler(Task before, Task after) {
        return before.desiredStatus() == DesiredStatus.RUNNING
                && after.desiredStatus() == DesiredStatus.STOPPED
                && after.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED;
    }

    private static boolean isServing(Task task) {
        return task.lastStatus() == TaskStatus.RUNNING;
    }

    private static int countWanted(Service service, ClusterMirror mirror) {
        int wanted = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            if (isWanted(entry.task(), service, mirror)) {
                wanted++;
            }
        }
        return wanted;
    }

    /** Wanted ones that the engine may count as lost. */
    private static int countLost(Service service, ClusterMirror mirror, @Nullable Instant at) {
        int lost = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            Task task = entry.task();
            lost += isWanted(task, service, mirror) && Absences.isLost(task, mirror, at) ? 1 : 0;
        }
        return lost;
    }

    /** UNHEALTHY tasks that may be wanted all the same: how much of their grace period is left is the engine's to know. */
    private static int countForgiven(Service service, ClusterMirror mirror) {
        Integer grace = service.healthCheckGracePeriodSeconds();
        if (grace == null || grace == 0) {
            return 0;
        }
        int forgiven = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            Task task = entry.task();
            boolean unhealthy = task.healthStatus() == HealthStatus.UNHEALTHY;
            Task otherwise = task.toBuilder().healthStatus(HealthStatus.UNKNOWN).build();
            forgiven += unhealthy && isWanted(otherwise, service, mirror) ? 1 : 0;
        }
        return forgiven;
    }

    private static boolean isWanted(Task task, @Nullable Service service, ClusterMirror mirror) {
        return ServiceLedger.isLive(task) && wasWanted(task, service, mirror);
    }

    /** Whether only its desired status keeps it from being wanted. What the same commit reports of it was known before it was stopped. */
    private static boolean wasWanted(Task task, @Nullable Service service, ClusterMirror mirror) {
        Deployment primary = primary(service);
        boolean runs = task.lastStatus().compareTo(TaskStatus.RUNNING) <= 0;
        if (primary == null || !runs || !primary.id().equals(task.startedBy())) {
            return false;
        }
        String instanceArn = task.containerInstanceArn();
        ContainerInstance instance = instanceArn == null ? null : mirror.instance(instanceArn);
        boolean leaves = instance != null && instance.status() != ContainerInstanceStatus.ACTIVE;
        return !leaves && task.healthStatus() != HealthStatus.UNHEALTHY;
    }

    static @Nullable Deployment primary(@Nullable Service service) {
        if (service == null || service.status() != ServiceStatus.ACTIVE) {
            return null;
        }
        for (Deployment deployment : service.deployments()) {
            if (deployment.status() == DeploymentStatus.PRIMARY) {
                return deployment;
            }
        }
        return null;
    }

    private static void recordInputs(Change change, ClusterMirror mirror) {
        boolean clusterChanged = change.instances.stream().anyMatch(ServiceDecisions::isInput);
        if (clusterChanged) {
            mirror.services()
                    .forEach(service ->
                            mirror.serviceLedger(service.serviceName()).input(change.revision));
        }
        for (Change.OfService service : change.services) {
            if (isInput(service)) {
                mirror.serviceLedger(service.name()).input(change.revision);
            }
        }
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            String service = after == null ? null : ClusterMirror.serviceOf(after);
            if (after != null && service != null && isInput(task.before(), after)) {
                mirror.serviceLedger(service).input(change.revision);
            }
        }
    }

    /** What matters to where tasks may be. */
    private static boolean isInput(Change.OfInstance instance) {
        ContainerInstance before = instance.before();
        ContainerInstance after = instance.after();
        return before == null
                || after == null
                || before.status() != after.status()
                || before.agentConnected() != after.agentConnected();
    }

    /** What somebody asked for: not what the engine writes about its own progress. */
    private static boolean isInput(Change.OfService service) {
        Service before = service.before();
        Service after = service.after();
        if (before == null || after == null) {
            return true;
        }
        return before.status() != after.status()
                || before.desiredCount() != after.desiredCount()
                || !before.taskDefinition().equals(after.taskDefinition())
                || !before.deploymentConfiguration().equals(after.deploymentConfiguration())
                || !Objects.equals(before.maximumTaskLifetimeSeconds(), after.maximumTaskLifetimeSeconds())
                || !requestedAt(before).equals(requestedAt(after))
                || !primaryId(before).equals(primaryId(after));
    }

    private static String requestedAt(Service service) {
        InstanceRebalancing asked = service.instanceRebalancing();
        return asked == null ? "" : asked.requestedAt().toString();
    }

    private static String primaryId(Service service) {
        Deployment primary = primary(service);
        return primary == null ? "" : primary.id();
    }

    /** A task's health changed, or it stops without the scheduler's doing. */
    private static boolean isInput(@Nullable Task before, Task after) {
        if (before == null) {
            return false;
        }
        boolean leavesByItself = before.lastStatus().compareTo(TaskStatus.RUNNING) <= 0
                && after.lastStatus().compareTo(TaskStatus.RUNNING) > 0
                && after.stopCode() != TaskStopCode.SERVICE_SCHEDULER_INITIATED;
        boolean stoppedByOthers = before.desiredStatus() != after.desiredStatus()
                && after.stopCode() != TaskStopCode.SERVICE_SCHEDULER_INITIATED;
        boolean protectedAnew = !Objects.equals(before.protectionExpirationDate(), after.protectionExpirationDate());
        return leavesByItself || stoppedByOthers || protectedAnew || before.healthStatus() != after.healthStatus();
    }
}
