package io.stowage.core.service;

import static io.stowage.core.service.TaskBucket.HEALTHY;
import static io.stowage.core.service.TaskBucket.MISPLACED;
import static io.stowage.core.service.TaskBucket.PENDING;
import static io.stowage.core.service.TaskBucket.STARTED;
import static io.stowage.core.service.TaskBucket.UNHEALTHY;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one task of a DAEMON service on each container instance that is to have one, and replaces tasks while it does.
 *
 * <p>Which instances these are is kept by the state ({@link DaemonView}); their number is the desired count. No instance has two tasks of the
 * service at any time: a successor is launched once the task before it is STOPPED, so that it finds the ports and the resources that this one
 * had. {@code maximumPercent} is 100 by that. What {@code minimumHealthyPercent} keeps of the desired count is {@code lower}, 0 by default.
 *
 * <ol>
 *   <li>What is where none is to be goes at once: on an instance that no longer meets the constraints, and on one that drains and has nothing
 *       else left. Before that a draining instance's task stays, whatever else is decided.
 *   <li>Tasks of older deployments make room for the PRIMARY one's: those that don't serve at once, those that have only just started while
 *       {@code lower} serve, healthy ones while {@code lower} healthy ones are left. None does while the PRIMARY deployment may not launch.
 *   <li>UNHEALTHY tasks of the PRIMARY deployment are replaced a few at a time, as in a REPLICA service that has no room.
 *   <li>Each instance that has none gets one. One that has failed there waits for the back-off of its deployment; an instance where none was tried
 *       doesn't.
 * </ol>
 */
final class DaemonReconcile {

    private final ServiceView view;
    private final DaemonView daemon;
    private final List<? extends DeploymentView> deployments;
    private final Deployment primary;
    private final Instant now;
    private final ReconcileSettings settings;
    private final Headcount headcount;
    private final int desired;
    private final int lower;
    /** Whether some instance waits for the end of the back-off. */
    private boolean held;

    DaemonReconcile(ServiceView view, DaemonView daemon, Instant now, ReconcileSettings settings, int budget) {
        this.view = view;
        this.daemon = daemon;
        this.deployments = view.deployments();
        this.primary = deployments.get(Headcount.PRIMARY).deployment();
        this.now = now;
        this.settings = settings;
        this.headcount = new Headcount(deployments, budget);
        this.desired = view.service().desiredCount();
        this.lower = RolloutLimits.lower(desired, view.service().deploymentConfiguration());
    }

    /** The service for as many instances as are to have a task now; null where it is so already. */
    static @Nullable Service resized(Service service, DaemonView daemon, Instant now) {
        if (service.desiredCount() == daemon.instances()) {
            return null;
        }
        List<Deployment> deployments = new ArrayList<>(service.deployments());
        deployments.set(
                Headcount.PRIMARY,
                deployments.get(Headcount.PRIMARY).toBuilder()
                        .desiredCount(daemon.instances())
                        .updatedAt(now)
                        .build());
        return service.toBuilder()
                .desiredCount(daemon.instances())
                .deployments(deployments)
                .build();
    }

    ServicePlan plan(Leavers leavers) {
        headcount.leaveAll(MISPLACED, Integer.MAX_VALUE);
        int live = headcount.live();
        if (mayLaunch() && !isBackedOff()) {
            makeRoom();
        }
        boolean makesRoom = headcount.live() < live;
        List<String> launches = launches();
        Progress progress = new Progress(view, deployments, headcount, launches.size(), !makesRoom && isHeld(), now);
        Instant again = lookAgainAt();
        return new ServicePlan(
                launches.isEmpty() ? List.of() : List.of(new Launch(primary.id(), launches)),
                leavers.name(headcount),
                progress.changed(),
                progress.events(!makesRoom && isStuck(launches.size()), again != null && isImpaired(), false),
                progress.lookAgainAt(again),
                headcount.budgetExhausted());
    }

    private void makeRoom() {
        headcount.leaveOlder(PENDING, Integer.MAX_VALUE);
        headcount.leaveOlder(UNHEALTHY, Integer.MAX_VALUE);
        headcount.leaveOlder(STARTED, healthy() + headcount.older(STARTED) - lower);
        headcount.leaveOlder(HEALTHY, healthy() - lower);
        headcount.leavePrimary(UNHEALTHY, settings.unhealthyAtOnce() - underWay());
    }

    private List<String> launches() {
        List<String> chosen = new ArrayList<>();
        if (!mayLaunch()) {
            return chosen;
        }
        for (String instance : daemon.vacant()) {
            if (isBackedOff() && daemon.tried(instance, primary.id())) {
                held = true;
            } else if (headcount.spend(1) == 0) {
                break;
            } else {
                chosen.add(instance);
            }
        }
        return chosen;
    }

    private boolean mayLaunch() {
        return primary.rolloutState() != DeploymentRolloutState.FAILED;
    }

    private boolean isBackedOff() {
        return primary.nextAttemptAt() != null && primary.nextAttemptAt().isAfter(now);
    }

    private @Nullable Instant lookAgainAt() {
        boolean waits = held || replaceable() > 0;
        return waits && mayLaunch() && isBackedOff() ? primary.nextAttemptAt() : null;
    }

    private boolean isImpaired() {
        return ReplicaReconcile.areMany(primary.consecutiveFailures())
                || ReplicaReconcile.areMany(primary.consecutiveCrashes());
    }

    /** With so few instances all tasks have to stay, and nothing is under way that could change it. */
    private boolean isStuck(int launches) {
        int older = headcount.older(STARTED) + headcount.older(HEALTHY);
        boolean idle = launches == 0 && underWay() == 0 && !headcount.budgetExhausted();
        return desired > 0 && lower >= desired && older > 0 && mayLaunch() && !isBackedOff() && idle;
    }

    /** On all other instances the PRIMARY deployment has its healthy task, and only protection keeps the older ones where they are. */
    private boolean isHeld() {
        boolean settled = underWay() == 0 && headcount.primary(UNHEALTHY) == 0;
        return settled && mayLaunch() && !isBackedOff() && headcount.onlyProtectionKeepsOlder();
    }

    /** What is to be replaced by a task of the PRIMARY deployment. */
    private int replaceable() {
        return headcount.older(PENDING)
                + headcount.older(STARTED)
                + headcount.older(HEALTHY)
                + headcount.all(UNHEALTHY);
    }

    /** On how many instances a task of the PRIMARY deployment is on its way, or soon will be. */
    private int underWay() {
        return headcount.primary(PENDING)
                + headcount.primary(STARTED)
                + daemon.clearing()
                + daemon.vacant().size();
    }

    private int healthy() {
        return headcount.all(HEALTHY);
    }
}
