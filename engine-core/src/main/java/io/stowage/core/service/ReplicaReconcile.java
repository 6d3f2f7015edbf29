package io.stowage.core.service;

import static io.stowage.core.service.TaskBucket.DRAINING_HEALTHY;
import static io.stowage.core.service.TaskBucket.DRAINING_PENDING;
import static io.stowage.core.service.TaskBucket.DRAINING_STARTED;
import static io.stowage.core.service.TaskBucket.HEALTHY;
import static io.stowage.core.service.TaskBucket.LOST;
import static io.stowage.core.service.TaskBucket.PENDING;
import static io.stowage.core.service.TaskBucket.STARTED;
import static io.stowage.core.service.TaskBucket.UNHEALTHY;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a REPLICA service at its desired count, and replaces tasks while it does.
 *
 * <p>Wanted are {@code desired} tasks of the PRIMARY deployment that are on their way to be healthy, or are: PENDING, STARTED or HEALTHY.
 * Everything else is to be replaced: UNHEALTHY tasks, tasks on draining instances, tasks of older deployments. Two limits hold meanwhile:
 * no healthy task is stopped unless more than {@code lower} are, and no task is launched unless fewer than {@code upper} are live.
 *
 * <ol>
 *   <li>What does not run, and will not be wanted when it does, goes at once: PENDING tasks on draining instances and of older
 *       deployments. So do UNHEALTHY tasks of older deployments: they don't count as healthy, and what they hold may be what their
 *       successors need.
 *   <li>UNHEALTHY tasks of the PRIMARY deployment go when their replacements are healthy: when there would be {@code desired} tasks
 *       without them.
 *   <li>So do LOST tasks, of which nobody knows whether they run, once {@code lower} healthy ones are there without them, and none before. They
 *       count for neither limit. If their instance comes back first, they are what they were, and it is the newcomers that are too many.
 *   <li>RUNNING tasks that are to be replaced and not healthy, though not known to be bad, go while {@code lower} tasks that serve are
 *       left; healthy ones go while {@code lower} healthy ones are left. The older deployments' tasks that have only just started serve too.
 *   <li>What the PRIMARY deployment has beyond {@code desired} goes: what is furthest from serving first. One that was started to even out
 *       availability zones is waited for ({@link ZoneBalance}), and so is one that takes the place of a healthy one ({@link Outgoing}).
 *   <li>What it lacks is launched, up to {@code upper}. If there is no room at all and UNHEALTHY tasks take it up, one of them is stopped
 *       and replaced, and nothing more until that replacement has come up or failed.
 * </ol>
 *
 * <p>Older deployments launch nothing: a superseded deployment never does, also when a task of it dies during the rollout. Each step works
 * on the numbers the steps before have left, and none of them makes room for an earlier one, so that a plan leaves nothing to plan until
 * something else happens. Launches and stops for scale exclude each other: the PRIMARY deployment either has too many or too few.
 */
final class ReplicaReconcile {

    /** From how many failures in a row the service says that it can't start its tasks: once may be chance, twice too. */
    private static final int IMPAIRED_AFTER = 3;

    private final ServiceView view;
    private final List<? extends DeploymentView> deployments;
    private final Deployment primary;
    private final Instant now;
    private final ReconcileSettings settings;
    private final Leavers leavers;
    private final Outgoing outgoing;
    private final Headcount headcount;
    private final int desired;
    private final int lower;
    private final int upper;

    ReplicaReconcile(ServiceView view, Instant now, ReconcileSettings settings, Leavers leavers, int budget) {
        this.view = view;
        this.deployments = view.deployments();
        this.primary = deployments.get(Headcount.PRIMARY).deployment();
        this.now = now;
        this.settings = settings;
        this.leavers = leavers;
        this.outgoing = leavers.outgoing();
        this.headcount = new Headcount(deployments, budget);
        this.desired = view.service().desiredCount();
        this.lower = RolloutLimits.lower(desired, view.service().deploymentConfiguration());
        this.upper = RolloutLimits.upper(desired, view.service().deploymentConfiguration());
    }

    ServicePlan plan() {
        stopWhatWillNotServe();
        stopReplaced();
        scaleIn();
        int launches = launches();
        Progress progress = new Progress(view, deployments, headcount, launches, isHeld(), now);
        return new ServicePlan(
                launches == 0 ? List.of() : List.of(new Launch(primary.id(), launches)),
                leavers.name(headcount),
                progress.changed(),
                progress.events(isStuck(launches), isImpaired(), keepsTooMany()),
                progress.lookAgainAt(lookAgainAt()),
                headcount.budgetExhausted());
    }

    private void stopWhatWillNotServe() {
        headcount.leaveAll(DRAINING_PENDING, Integer.MAX_VALUE);
        headcount.leaveOlder(PENDING, Integer.MAX_VALUE);
        headcount.leaveOlder(UNHEALTHY, Integer.MAX_VALUE);
    }

    private void stopReplaced() {
        headcount.leavePrimary(UNHEALTHY, healthy() + headcount.primary(UNHEALTHY) - desired);
        if (healthy() >= lower) {
            // What is lost may run on, and be all there is: it goes when there is enough without it.
            headcount.leavePrimary(LOST, healthy() + headcount.primary(LOST) - desired);
            headcount.leaveOlder(LOST, healthy() + headcount.older(LOST) - desired);
        }
        headcount.leaveAll(DRAINING_STARTED, serving() - lower);
        headcount.leaveOlder(STARTED, Math.min(serving() - lower, replaceable()));
        headcount.leaveAll(DRAINING_HEALTHY, healthy() - lower);
        headcount.leaveOlder(HEALTHY, Math.min(healthy() - lower, replaceable()));
    }

    /** A deployment that has FAILED takes nobody's place: of the older tasks only those go that are too many by themselves. */
    private int replaceable() {
        if (primary.rolloutState() != DeploymentRolloutState.FAILED) {
            return Integer.MAX_VALUE;
        }
        return headcount.older(STARTED) + headcount.older(HEALTHY) - desired;
    }

    /** A task that can't be read keeps others from being started, and is no reason to stop one that can. */
    private void scaleIn() {
        if (known() == desired + 1 && ZoneBalance.awaitsNewcomer(view)) {
            return;
        }
        // So many healthy ones go whatever becomes of those that come up.
        int tooMany = Math.max(0, Math.min(headcount.primary(HEALTHY) - desired, healthy() - lower));
        headcount.leavePrimary(PENDING, surplus(tooMany));
        headcount.leavePrimary(STARTED, surplus(tooMany));
        // What protection keeps may not serve yet: then healthy tasks are needed until it does.
        int before = headcount.primary(HEALTHY) + 1;
        while (headcount.primary(HEALTHY) < before && surplus(0) > 0) {
            before = headcount.primary(HEALTHY);
            headcount.leavePrimary(HEALTHY, Math.min(surplus(0), healthy() - lower));
        }
    }

    /** How many are too many once so many more healthy ones have gone. Newcomers are none as long as there are healthy tasks that go for them. */
    private int surplus(int more) {
        int goneOrGoing = headcount.leaving(Headcount.PRIMARY, HEALTHY) + more;
        int awaited = Math.min(comingUp(), Math.max(0, outgoing.count() - goneOrGoing));
        return known() - more - desired - awaited;
    }

    /** Of the PRIMARY deployment: on the way to be healthy. */
    private int comingUp() {
        return headcount.primary(PENDING) + headcount.primary(STARTED);
    }

    private int launches() {
        int missing = desired - wanted();
        if (missing <= 0 || !mayLaunch()) {
            return 0;
        }
        // Where there are more than there may be, those that serve nobody are in the way of their own replacements.
        headcount.leavePrimary(UNHEALTHY, headcount.live() - upper);
        int room = upper - headcount.live();
        if (room == 0) {
            return replaceInPlace(missing);
        }
        return headcount.spend(Math.min(missing, room));
    }

    /** Stops UNHEALTHY tasks ahead of their replacements, and launches these: a few at a time. */
    private int replaceInPlace(int missing) {
        int atOnce = Math.min(Math.min(settings.unhealthyAtOnce() - comingUp(), missing), headcount.primary(UNHEALTHY));
        int launches = 0;
        while (launches < atOnce && headcount.canSpend(2)) {
            headcount.leavePrimary(UNHEALTHY, 1);
            launches += headcount.spend(1);
        }
        return launches;
    }

    /** Only a FAILED deployment is given up; one that is backed off is waited for. */
    private boolean mayLaunch() {
        return primary.rolloutState() != DeploymentRolloutState.FAILED && !isBackedOff();
    }

    private boolean isBackedOff() {
        return primary.nextAttemptAt() != null && primary.nextAttemptAt().isAfter(now);
    }

    private @Nullable Instant lookAgainAt() {
        boolean waits = isBackedOff() && primary.rolloutState() != DeploymentRolloutState.FAILED && wanted() < desired;
        return waits ? primary.nextAttemptAt() : null;
    }

    /** What it lacks is held back because its tasks have failed again and again. */
    private boolean isImpaired() {
        boolean again = areMany(primary.consecutiveFailures()) || areMany(primary.consecutiveCrashes());
        return again && lookAgainAt() != null;
    }

    /** Whether so many in a row have failed that it is said. */
    static boolean areMany(@Nullable Integer failures) {
        return failures != null && failures >= IMPAIRED_AFTER;
    }

    /** There is something to replace, and nothing can be started nor stopped for it: the limits meet, and nothing is under way. */
    private boolean isStuck(int launches) {
        boolean replacing = headcount.live() > headcount.primary(HEALTHY);
        boolean underWay = comingUp() > 0 || launches > 0;
        boolean held = !mayLaunch() || headcount.budgetExhausted();
        return desired > 0 && upper <= lower && replacing && !underWay && !held;
    }

    /**
     * The rollout waits for protected tasks of older deployments, and for nothing else: it has all its own tasks, or these take up the room for
     * them. So does the service if the rollout has succeeded before.
     */
    private boolean isHeld() {
        boolean complete = headcount.primary(HEALTHY) >= desired;
        boolean noRoom = upper <= headcount.live() && wanted() == headcount.primary(HEALTHY);
        return primary.rolloutState() != DeploymentRolloutState.FAILED
                && !isBackedOff()
                && headcount.onlyProtectionKeepsOlder()
                && (complete || noRoom);
    }

    /** More tasks are protected than there are to be: it can't be scaled in. */
    private boolean keepsTooMany() {
        return known() > desired && headcount.kept() > desired && !headcount.budgetExhausted();
    }

    /** Of the PRIMARY deployment: healthy, or on the way there, or not to be told. */
    private int wanted() {
        return headcount.primaryAside() + known();
    }

    /** Of the PRIMARY deployment: healthy, or on the way there. */
    private int known() {
        return comingUp() + headcount.primary(HEALTHY);
    }

    private int healthy() {
        return headcount.all(HEALTHY) + headcount.all(DRAINING_HEALTHY);
    }

    /** Healthy, or RUNNING without being known to be bad, until replaced. The PRIMARY deployment's newcomers have to be healthy first. */
    private int serving() {
        return healthy() + headcount.all(DRAINING_STARTED) + headcount.older(STARTED);
    }
}
