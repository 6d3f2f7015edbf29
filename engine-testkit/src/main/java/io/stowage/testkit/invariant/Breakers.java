package io.stowage.testkit.invariant;

import io.stowage.core.state.Kind;
import io.stowage.core.state.PastDeployment;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * S14, what it says of failures: counted are the distinct tasks of a deployment that failed; it is FAILED for that reason alone, and for
 * good; and what a service goes back to is what completed last, and never what it is on its way back to already.
 *
 * <p>The count is made here from the commits of the tasks alone, each task once. Which deployment completed last is remembered from when it
 * did.
 */
final class Breakers implements CommitCheck {

    /** A task without a health check that ran for so long has been healthy: ECS's 40 seconds, with which simulations run. */
    private static final Duration HEALTHY_AFTER = Duration.ofSeconds(40);

    private static final String UNHEALTHY = "Task failed container health checks";

    /** By the identity of a service: the deployment that completed last. */
    private static final String STOPPED = "ECS deployment stopped by StopServiceDeployment";

    private final Map<String, String> lastCompleted = new HashMap<>();
    /** Every task that was seen to fail. */
    private final Set<String> failedTasks = new HashSet<>();
    /** What the history says of the deployments that this commit stops by request, and goes back from. */
    private final Set<String> stopped = new HashSet<>();

    /** The services of which no engine can read what is stored: nothing is counted for them. */
    private Predicate<String> unreadable = service -> false;

    private int givenUp;
    private int goneBack;

    /** How often a deployment was FAILED and stayed PRIMARY. */
    int givenUp() {
        return givenUp;
    }

    /** How often a service went back. */
    int goneBack() {
        return goneBack;
    }

    void unreadable(Predicate<String> services) {
        unreadable = services;
    }

    /** Called before the commit is checked: of what it breaks off by request, nothing but the history may be left. */
    void noteHistory(List<Write> writes) {
        stopped.clear();
        for (Write write : writes) {
            if (write instanceof Write.Put put && write.kind().equals(Kind.PAST_DEPLOYMENT.storedName())) {
                Object stored = ClusterMirror.object(put.record().payload(), Object.class);
                // Putting its words together is dear, and nearly none has a way back.
                if (!(stored instanceof PastDeployment past && past.deployment().rollback() == null)) {
                    noteIfStopped(String.valueOf(stored));
                }
            }
        }
    }

    /** Its words, and not its class: an engine that is loaded beside this one has classes of its own. */
    private void noteIfStopped(String past) {
        if (past.contains("Rollback[reason=" + STOPPED)) {
            stopped.add(past);
        }
    }

    /** The store lost the last commits: what completed last may not have, for all that it knows. */
    void forget() {
        lastCompleted.clear();
        failedTasks.clear();
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        Map<String, List<Task>> failed = failuresByDeployment(change, mirror);
        Set<String> healthy = deploymentsWithHealthyTasks(change);
        for (Change.OfService service : touched(change, mirror)) {
            Service before = service.before();
            Service after = service.after();
            if (before != null && after != null && after.status() == ServiceStatus.ACTIVE) {
                for (Deployment deployment : after.deployments()) {
                    Deployment earlier = deployment(before, deployment.id());
                    if (earlier != null) {
                        boolean mayReset =
                                healthy.contains(deployment.id()) || hasHealthyTask(after, deployment, mirror);
                        List<Task> more = failed.getOrDefault(deployment.id(), List.of());
                        if (!unreadable.test(after.serviceName())) {
                            boolean reset = (mayReset && resets(after)) || isGoneBackTo(earlier, deployment, after);
                            checkCount(earlier, deployment, more, reset, mirror, report);
                        }
                        checkState(earlier, deployment, after, report);
                    }
                }
                checkPrimary(before, after, report);
            }
            if (after != null) {
                noteCompleted(before, after);
            }
        }
        change.tasks.forEach(task -> checkLaunch(task, mirror, report));
    }

    /** A task of a deployment of which too many have failed; a rollback is gone on with whatever fails. */
    private static void checkLaunch(Change.OfTask task, ClusterMirror mirror, Report report) {
        Task created = task.after();
        String name = created == null || task.before() != null ? null : ClusterMirror.serviceOf(created);
        Service service = name == null ? null : mirror.service(name);
        if (created == null || service == null) {
            return;
        }
        Deployment deployment = deployment(service, String.valueOf(created.startedBy()));
        if (deployment != null
                && deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && deployment.completedAt() == null
                && (hasReason(deployment, service) || isAlarmed(deployment, service))) {
            report.violated(
                    Invariant.S14,
                    "Created though too many have failed, or an alarm went off, of " + deployment + ": "
                            + TaskLife.describe(created) + ".");
        }
    }

    /** The services that the commit changes, and those of which it changes a task though it leaves them as they are. */
    private static List<Change.OfService> touched(Change change, ClusterMirror mirror) {
        Map<String, Change.OfService> touched = new LinkedHashMap<>();
        change.services.forEach(service -> touched.put(service.name(), service));
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            String name = after == null ? null : ClusterMirror.serviceOf(after);
            Service service = name == null ? null : mirror.service(name);
            if (name != null && service != null) {
                touched.putIfAbsent(name, new Change.OfService(name, service, service));
            }
        }
        return List.copyOf(touched.values());
    }

    private Map<String, List<Task>> failuresByDeployment(Change change, ClusterMirror mirror) {
        Map<String, List<Task>> failed = new HashMap<>();
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after != null
                    && after.lastStatus() == TaskStatus.STOPPED
                    && hasFailed(after, mirror)
                    && failedTasks.add(after.taskArn())) {
                failed.computeIfAbsent(String.valueOf(after.startedBy()), absent -> new ArrayList<>(1))
                        .add(after);
            }
        }
        return failed;
    }

    /** By itself before it was healthy, or for its health. */
    private static boolean hasFailed(Task task, ClusterMirror mirror) {
        if (task.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED) {
            return UNHEALTHY.equals(task.stoppedReason());
        }
        boolean byItself = task.stopCode() == TaskStopCode.TASK_FAILED_TO_START
                || task.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
        Instant started = task.startedAt();
        Instant stopping = task.stoppingAt();
        boolean ranLong = started != null && stopping != null && !stopping.isBefore(started.plus(HEALTHY_AFTER));
        boolean wasHealthy = Convergence.isChecked(task, mirror) ? task.healthyAt() != null : ranLong;
        return byItself && (!wasHealthy || countsCrashes(task, mirror));
    }

    private static boolean countsCrashes(Task task, ClusterMirror mirror) {
        Service service = mirror.service(String.valueOf(ClusterMirror.serviceOf(task)));
        DeploymentCircuitBreaker breaker = service == null ? null : breaker(service);
        return breaker != null && Boolean.TRUE.equals(breaker.countCrashes());
    }

    private static Set<String> deploymentsWithHealthyTasks(Change change) {
        Set<String> healthy = new HashSet<>();
        for (Change.OfTask task : change.tasks) {
            for (Task state : new Task[] {task.before(), task.after()}) {
                if (state != null && mayBeHealthy(state)) {
                    healthy.add(String.valueOf(state.startedBy()));
                }
            }
        }
        return healthy;
    }

    private static boolean hasHealthyTask(Service service, Deployment deployment, ClusterMirror mirror) {
        return mirror.serviceLedger(service.serviceName()).entries().stream()
                .map(ServiceLedger.Entry::task)
                .anyMatch(task -> deployment.id().equals(task.startedBy()) && mayBeHealthy(task));
    }

    /** Whether the engine may hold it for healthy: how long it has run is the engine's to know. */
    private static boolean mayBeHealthy(Task task) {
        return task.lastStatus() == TaskStatus.RUNNING;
    }

    /** A task that has failed and ends because its instance is given up may have been seen to fail before or not. */
    private static void checkCount(
            Deployment before,
            Deployment after,
            List<Task> failed,
            boolean mayReset,
            ClusterMirror mirror,
            Report report) {
        int more = after.failedTasks() - before.failedTasks();
        long surely = failed.stream()
                .filter(task -> !ContainersOfTasks.isGivenUp(task, mirror))
                .count();
        boolean reset = after.failedTasks() == 0 && mayReset;
        if ((more < surely || more > failed.size()) && !reset) {
            report.violated(
                    Invariant.S14,
                    failed.size() + " more tasks of " + after.id() + " have failed, of which " + before.failedTasks()
                            + " had been counted, and now " + after.failedTasks() + " are: " + after + ". They are "
                            + failed.stream().map(TaskLife::describe).toList() + ".");
        }
    }

    private static boolean isGoneBackTo(Deployment before, Deployment after, Service service) {
        return after.status() == DeploymentStatus.PRIMARY
                && (before.status() != DeploymentStatus.PRIMARY || isGoneBackToAtOnce(before, after, service));
    }

    /** In between another deployment has begun and was given up, all in one commit. */
    private static boolean isGoneBackToAtOnce(Deployment before, Deployment after, Service service) {
        Instant at = after.rolledBackAt();
        return at != null
                && !at.equals(before.rolledBackAt())
                && service.deployments().stream()
                        .anyMatch(other -> other.rolloutState() == DeploymentRolloutState.FAILED
                                && other.createdAt().equals(at));
    }

    private static boolean resets(Service service) {
        DeploymentCircuitBreaker breaker = breaker(service);
        return breaker == null || !Boolean.FALSE.equals(breaker.resetOnHealthyTask());
    }

    private static @Nullable DeploymentCircuitBreaker breaker(Service service) {
        DeploymentCircuitBreaker breaker = service.deploymentConfiguration().deploymentCircuitBreaker();
        return breaker == null || !breaker.enable() ? null : breaker;
    }

    /** Which changes of a rollout state there are, and when a deployment is FAILED. */
    private void checkState(Deployment before, Deployment after, Service service, Report report) {
        if (before.rolloutState() == after.rolloutState()) {
            return;
        }
        boolean legal = switch (after.rolloutState()) {
            case COMPLETED ->
                before.rolloutState() == DeploymentRolloutState.IN_PROGRESS && isBaked(before, after, service);
            case IN_PROGRESS ->
                before.rolloutState() == DeploymentRolloutState.COMPLETED && isGoneBackTo(before, after, service);
            case FAILED ->
                before.rolloutState() == DeploymentRolloutState.IN_PROGRESS
                        && before.completedAt() == null
                        && (hasReason(after, service) || isStopped(after) || isAlarmed(after, service))
                        && !isGivenUpInVain(after, service);
        };
        if (after.rolloutState() == DeploymentRolloutState.FAILED && after.status() == DeploymentStatus.PRIMARY) {
            givenUp++;
        }
        if (!legal) {
            report.violated(
                    Invariant.S14,
                    "Deployment " + after.id() + " was " + before.rolloutState() + " and is " + after.rolloutState()
                            + ": " + before + ", then " + after + ".");
        }
    }

    /** Somebody has stopped it: whether anybody asked for that is for those who ask. */
    private boolean isInHistory(Deployment gone) {
        String number = PastDeployment.number(gone);
        return stopped.stream().anyMatch(past -> past.contains(number));
    }

    private static boolean isStopped(Deployment failed) {
        return String.valueOf(failed.rolloutStateReason()).startsWith(STOPPED);
    }

    /** Given up though there is something to go back to. */
    private boolean isGivenUpInVain(Deployment failed, Service service) {
        return failed.status() == DeploymentStatus.PRIMARY
                && !isStopped(failed)
                && (hasReason(failed, service) ? breakerRollsBack(service) : alarmsRollBack(service))
                && lastCompleted.containsKey(identity(service));
    }

    private static boolean breakerRollsBack(Service service) {
        DeploymentCircuitBreaker breaker = breaker(service);
        return breaker != null && breaker.rollback();
    }

    private static boolean alarmsRollBack(Service service) {
        DeploymentAlarms alarms = service.deploymentConfiguration().alarms();
        return alarms != null && alarms.enable() && alarms.rollback();
    }

    /** One of the alarms that the service watches went off while the deployment was under way. */
    private static boolean isAlarmed(Deployment deployment, Service service) {
        DeploymentAlarms alarms = service.deploymentConfiguration().alarms();
        return alarms != null
                && alarms.enable()
                && deployment.alarmsIgnored() == null
                && deployment.triggeredAlarmNames().stream().anyMatch(alarms.alarmNames()::contains);
    }

    /** A deployment that has not completed before is watched for a while when all else is there. */
    private static boolean isBaked(Deployment before, Deployment after, Service service) {
        Integer asked = service.deploymentConfiguration().bakeTimeInMinutes();
        DeploymentAlarms alarms = service.deploymentConfiguration().alarms();
        boolean watched = alarms != null && alarms.enable() && before.alarmsIgnored() == null;
        int minutes = asked != null ? asked : watched ? 5 : 0;
        Instant completed = after.completedAt();
        Instant until = before.bakesUntil();
        return minutes == 0
                || before.completedAt() != null
                || (completed != null && until != null && !completed.isBefore(until));
    }

    private static boolean hasReason(Deployment failed, Service service) {
        DeploymentCircuitBreaker breaker = breaker(service);
        return breaker != null
                && failed.failedTasks() >= threshold(breaker.thresholdConfiguration(), service.desiredCount());
    }

    private static double threshold(@Nullable ThresholdConfiguration configuration, int desired) {
        if (configuration == null) {
            return Math.max(3, Math.min(200, 0.5 * desired));
        }
        // Multiplied first: 25 * 0.56 is more than 14.
        double share = (double) desired * configuration.value() / 100;
        return switch (configuration.type()) {
            case COUNT -> configuration.value();
            case UNBOUNDED_PERCENT -> Math.max(1, share);
            case BOUNDED_PERCENT -> Math.max(3, Math.min(200, share));
        };
    }

    /** Another deployment is PRIMARY: a new one, or the last that completed. */
    private void checkPrimary(Service before, Service after, Report report) {
        Deployment was = ServiceDecisions.primary(before);
        Deployment is = ServiceDecisions.primary(after);
        if (was == null || is == null || was.id().equals(is.id()) || deployment(before, is.id()) == null) {
            return;
        }
        Deployment given = deployment(after, was.id());
        String known = lastCompleted.get(identity(after));
        boolean asked = given == null ? isInHistory(was) : isStopped(given);
        boolean rightly = (asked || breakerRollsBack(after) || alarmsRollBack(after))
                && (given == null || given.rolloutState() == DeploymentRolloutState.FAILED)
                && was.completedAt() == null
                && is.completedAt() != null
                && (known == null || known.equals(is.id()));
        goneBack++;
        if (!rightly) {
            report.violated(
                    Invariant.S14,
                    "Service " + after.serviceName() + " went back from " + was + " to " + is
                            + "; the last deployment that completed is " + known + ".");
        }
    }

    private void noteCompleted(@Nullable Service before, Service after) {
        for (Deployment deployment : after.deployments()) {
            Deployment earlier = before == null ? null : deployment(before, deployment.id());
            boolean completes = deployment.rolloutState() == DeploymentRolloutState.COMPLETED
                    && (earlier == null || earlier.rolloutState() != DeploymentRolloutState.COMPLETED);
            if (completes) {
                lastCompleted.put(identity(after), deployment.id());
            }
        }
    }

    private static String identity(Service service) {
        return service.serviceArn() + " of " + service.createdAt();
    }

    private static @Nullable Deployment deployment(Service service, String id) {
        List<Deployment> deployments = service.deployments();
        return deployments.stream()
                .filter(deployment -> deployment.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
