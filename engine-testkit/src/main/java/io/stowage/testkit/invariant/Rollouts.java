package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * S11, S12, S14 and S16: how deployments may treat the tasks of a service.
 *
 * <p>How long a task has been RUNNING is the engine's to know, by its own clock. So a task without a health check counts as healthy here as
 * soon as it is RUNNING: the floor is looked at a little more mildly than the engine has to.
 */
final class Rollouts implements CommitCheck {

    /** What a commit does to one service. */
    private static final class Tally {
        @Nullable
        Task created;

        @Nullable
        Task healthyStopped;
    }

    /** By deployment, for ever: the ARN and the time of creation of the service that it is of. */
    private final Map<String, String> serviceOfDeployment = new HashMap<>();

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfService service : change.services) {
            if (service.after() != null) {
                checkDeployments(service.after(), report);
            }
        }
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            String name = after == null ? null : ClusterMirror.serviceOf(after);
            if (after == null || name == null) {
                continue;
            }
            if (task.before() == null) {
                tallies.computeIfAbsent(name, absent -> new Tally()).created = after;
                checkLaunch(after, mirror.service(name), report);
            } else if (isReplacedThoughHealthy(task.before(), after, mirror)) {
                tallies.computeIfAbsent(name, absent -> new Tally()).healthyStopped = after;
            }
        }
        tallies.forEach((name, tally) -> {
            Service service = mirror.service(name);
            if (service != null && service.status() == ServiceStatus.ACTIVE) {
                if (service.schedulingStrategy() == SchedulingStrategy.REPLICA) {
                    checkCeiling(service, tally, mirror, report);
                }
                checkFloor(service, tally, mirror, report);
            }
        });
    }

    /** At most one PRIMARY; and no deployment is of two services, not even of two of one name. */
    private void checkDeployments(Service service, Report report) {
        int primaries = 0;
        String identity = service.serviceArn() + " of " + service.createdAt();
        for (Deployment deployment : service.deployments()) {
            if (deployment.status() == DeploymentStatus.PRIMARY) {
                primaries++;
            }
            String before = serviceOfDeployment.putIfAbsent(deployment.id(), identity);
            if (before != null && !before.equals(identity)) {
                report.violated(
                        Invariant.S16,
                        "Deployment " + deployment.id() + " was of " + before + " and is of " + identity + ".");
            }
        }
        if (primaries > 1 || (primaries == 0 && service.status() == ServiceStatus.ACTIVE)) {
            report.violated(
                    Invariant.S14,
                    "Service " + service.serviceName() + " has " + primaries + " PRIMARY deployments: "
                            + service.deployments() + ".");
        }
    }

    private static void checkLaunch(Task task, @Nullable Service service, Report report) {
        if (service == null || service.status() != ServiceStatus.ACTIVE) {
            report.violated(
                    Invariant.S16,
                    "Created for a service that is " + (service == null ? "not there" : service.status()) + ": "
                            + TaskLife.describe(task) + ".");
            return;
        }
        Deployment primary = ServiceDecisions.primary(service);
        boolean launches = primary != null
                && primary.id().equals(task.startedBy())
                && primary.rolloutState() != DeploymentRolloutState.FAILED;
        if (!launches) {
            report.violated(
                    Invariant.S14,
                    "Created for " + task.startedBy() + ", but the deployments are " + service.deployments() + ": "
                            + TaskLife.describe(task) + ".");
        }
    }

    private static void checkCeiling(Service service, Tally tally, ClusterMirror mirror, Report report) {
        Task created = tally.created;
        if (created == null) {
            return;
        }
        int live = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            boolean lost = Absences.isLost(entry.task(), mirror, created.createdAt());
            live += ServiceLedger.isLive(entry.task()) && !lost ? 1 : 0;
        }
        int ceiling = (int) ((long) service.desiredCount() * maximumPercent(service) / 100);
        if (live > ceiling) {
            report.violated(
                    Invariant.S11,
                    "Service " + service.serviceName() + " desires " + service.desiredCount() + " with "
                            + service.deploymentConfiguration() + " and has " + live
                            + " tasks from PENDING to RUNNING after a commit that created "
                            + TaskLife.describe(created) + ".");
        }
    }

    private static void checkFloor(Service service, Tally tally, ClusterMirror mirror, Report report) {
        Task stopped = tally.healthyStopped;
        if (stopped == null) {
            return;
        }
        int healthy = 0;
        for (ServiceLedger.Entry entry :
                mirror.serviceLedger(service.serviceName()).entries()) {
            Task task = entry.task();
            healthy += ServiceLedger.isLive(task) && Convergence.isHealthy(task, mirror) ? 1 : 0;
        }
        int floor = (int) (((long) service.desiredCount() * minimumHealthyPercent(service) + 99) / 100);
        if (healthy < floor) {
            report.violated(
                    Invariant.S12,
                    "Service " + service.serviceName() + " desires " + service.desiredCount() + " with "
                            + service.deploymentConfiguration() + " and has " + healthy
                            + " healthy tasks after a commit that stopped " + TaskLife.describe(stopped) + ".");
        }
    }

    /** Stopped by the scheduler, healthy, and neither too many nor ill: for a deployment or a drain, or because of its age. */
    private static boolean isReplacedThoughHealthy(Task before, Task after, ClusterMirror mirror) {
        boolean stopped = before.desiredStatus() == DesiredStatus.RUNNING
                && after.desiredStatus() == DesiredStatus.STOPPED
                && after.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED;
        if (!stopped
                || after.lastStatus() != TaskStatus.RUNNING
                || !Convergence.isHealthyBut(after, mirror)
                || !Convergence.isHealthyBut(before, mirror)) {
            return false;
        }
        Service service = mirror.service(String.valueOf(ClusterMirror.serviceOf(after)));
        Deployment primary = ServiceDecisions.primary(service);
        if (service == null || primary == null) {
            return false;
        }
        if (Lifetimes.isStoppedForAge(after)) {
            return true;
        }
        ContainerInstance instance =
                after.containerInstanceArn() == null ? null : mirror.instance(after.containerInstanceArn());
        boolean drains = instance != null && instance.status() == ContainerInstanceStatus.DRAINING;
        if (service.schedulingStrategy() == SchedulingStrategy.DAEMON) {
            // Where none is to be any more, none is kept.
            boolean isToBe = instance != null && !drains && Daemons.mayHave(service, instance);
            return isToBe && !primary.id().equals(after.startedBy());
        }
        return drains || !primary.id().equals(after.startedBy());
    }

    private static int minimumHealthyPercent(Service service) {
        DeploymentConfiguration configuration = service.deploymentConfiguration();
        Integer percent = configuration.minimumHealthyPercent();
        return percent == null ? 100 : percent;
    }

    private static int maximumPercent(Service service) {
        DeploymentConfiguration configuration = service.deploymentConfiguration();
        Integer percent = configuration.maximumPercent();
        return percent == null ? 200 : percent;
    }
}
