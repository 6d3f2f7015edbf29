package io.stowage.core.service;

import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.core.deployment.RolloutLimits;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a service that lacks nothing may start a task beyond its desired count, which takes the place of a healthy one once it is healthy itself.
 *
 * <p>Such a newcomer may wait, as nobody misses it: it is started when all else is done, and not soon after one that failed. A failed one counts
 * for the back-off like any other task, and would hold back the replacements of tasks that die: so there are few of them. After {@value
 * #MOST_FAILURES} failures in a row there are no more until a task of the deployment becomes healthy.
 */
public final class Newcomers {

    /** How long after a task has failed a newcomer is tried again. */
    public static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    /** From so many failures in a row on there is no newcomer. */
    static final int MOST_FAILURES = 3;

    /** How long after so many failures a task is tried again that replaces one which has reached its lifetime. */
    private static final Duration AFTER_MANY = Duration.ofHours(1);

    /** The buckets of tasks that are where a DAEMON service is to have none. */
    private static final Set<TaskBucket> WITHOUT_SEAT = EnumSet.of(
            TaskBucket.LOST, TaskBucket.DRAINING_PENDING, TaskBucket.DRAINING_STARTED, TaskBucket.DRAINING_HEALTHY);

    private Newcomers() {}

    /** One deployment, which is COMPLETED. */
    public static boolean isRolledOut(Service service) {
        List<Deployment> deployments = service.deployments();
        return deployments.size() == 1
                && deployments.get(Headcount.PRIMARY).rolloutState() == DeploymentRolloutState.COMPLETED;
    }

    /**
     * Whether a newcomer may be started: the service is rolled out and has as many healthy tasks as desired, there is room for one more, and no
     * failure forbids it.
     *
     * @param underWay how many tasks beyond are on their way already
     */
    static boolean mayStart(ServiceView view, int underWay, Instant now) {
        Instant next = isSettled(view, underWay) ? next(view.service()) : null;
        int desired = view.service().desiredCount();
        int upper = RolloutLimits.upper(desired, view.service().deploymentConfiguration());
        return next != null && !next.isAfter(now) && upper > desired + underWay;
    }

    /** Whether tasks that have reached their lifetime may be replaced: the same but for room, and nothing is given up. */
    static boolean mayRenew(ServiceView view, Instant now) {
        if (!isRolledOut(view.service())) {
            return false;
        }
        int underWay = view.deployments().get(Headcount.PRIMARY).comingUp();
        return isSettled(view, underWay) && !nextRenewal(view.service()).isAfter(now);
    }

    /** The service is rolled out and has as many healthy tasks as desired, which its limits allow, and no others but these newcomers. */
    private static boolean isSettled(ServiceView view, int underWay) {
        Service service = view.service();
        int desired = service.desiredCount();
        return isRolledOut(service)
                && isSettled(view.deployments().get(Headcount.PRIMARY), desired, underWay, view.daemon() != null)
                && RolloutLimits.lower(desired, service.deploymentConfiguration()) <= desired;
    }

    /**
     * As many healthy tasks as desired, and no others but these newcomers. Those that a DAEMON service has where it is to have none stay as long as
     * their instances do, and its desired count leaves them out.
     */
    private static boolean isSettled(DeploymentView deployment, int desired, int underWay, boolean daemon) {
        int others = deployment.stopping() + deployment.aside() - deployment.count(TaskBucket.HEALTHY);
        for (TaskBucket bucket : TaskBucket.values()) {
            others += daemon && WITHOUT_SEAT.contains(bucket) ? 0 : deployment.count(bucket);
        }
        return others == underWay
                && deployment.comingUp() == underWay
                && deployment.count(TaskBucket.HEALTHY) == desired;
    }

    /** From when on what has failed forbids none; {@link Instant#EPOCH} if nothing has, null if it does so for good. */
    public static @Nullable Instant next(Service service) {
        Deployment primary = service.deployments().get(Headcount.PRIMARY);
        if (isGivenUp(service)) {
            return null;
        }
        Instant next = primary.nextAttemptAt() == null ? Instant.EPOCH : primary.nextAttemptAt();
        Instant failureForgotten = hasFailed(service) ? primary.updatedAt().plus(AFTER_FAILURE) : Instant.EPOCH;
        return next.isAfter(failureForgotten) ? next : failureForgotten;
    }

    /** The same for what replaces tasks that have reached their lifetime: it is never given up, as they grow older, only tried less often. */
    static Instant nextRenewal(Service service) {
        Instant next = next(service);
        return next == null
                ? service.deployments().get(Headcount.PRIMARY).updatedAt().plus(AFTER_MANY)
                : next;
    }

    /** Whether a task has failed that none has become healthy after, as far as that is told. */
    static boolean hasFailed(Service service) {
        Deployment primary = service.deployments().get(Headcount.PRIMARY);
        return failuresInARow(service) > 0 || primary.failedTasks() > 0;
    }

    /** Whether so many tasks have failed in a row that there are no newcomers. */
    static boolean isGivenUp(Service service) {
        return failuresInARow(service) >= MOST_FAILURES;
    }

    /** What fails health checks is counted in one way only, which the circuit breaker may have asked never to begin anew. */
    private static int failuresInARow(Service service) {
        Deployment primary = service.deployments().get(Headcount.PRIMARY);
        int failures = primary.consecutiveFailures() == null ? 0 : primary.consecutiveFailures();
        return CircuitBreaker.resetsOnHealthyTask(service) ? Math.max(failures, primary.failedTasks()) : failures;
    }
}
