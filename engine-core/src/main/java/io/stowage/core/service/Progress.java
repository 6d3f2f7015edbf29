package io.stowage.core.service;

import io.stowage.core.deployment.BakeTime;
import io.stowage.core.deployment.EarlySuccess;
import io.stowage.core.deployment.Rollback;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far an ACTIVE service has got: which deployments are over, and what is to be told.
 *
 * <p>An older deployment is dropped once it has no task left but STOPPED ones; as long as the PRIMARY one has not completed, the one that
 * could be gone back to is kept, INACTIVE. The PRIMARY deployment is COMPLETED once it has as many
 * healthy tasks as desired, or more, nothing is left of the older ones, and it has baked; or earlier, where that is asked for ({@link EarlySuccess}). The service
 * is steady when it is COMPLETED, has all that, nothing is stopping, and nothing is to be done: then it has no other tasks either, or they would be stopped.
 */
final class Progress {

    private final ServiceView view;
    private final List<? extends DeploymentView> deployments;
    private final Headcount headcount;
    private final boolean idle;
    private final boolean held;
    private final Instant now;

    Progress(
            ServiceView view,
            List<? extends DeploymentView> deployments,
            Headcount headcount,
            int launches,
            boolean held,
            Instant now) {
        this.view = view;
        this.deployments = deployments;
        this.headcount = headcount;
        this.idle = launches == 0 && !headcount.anyoneLeaves() && !headcount.budgetExhausted();
        this.held = held && launches == 0 && !headcount.budgetExhausted();
        this.now = now;
    }

    static boolean isEmpty(DeploymentView deployment) {
        int tasks = deployment.stopping() + deployment.aside();
        for (TaskBucket bucket : TaskBucket.values()) {
            tasks += deployment.count(bucket);
        }
        return tasks == 0;
    }

    /** The service with the deployments that are left; null if nothing changes. */
    @Nullable
    Service changed() {
        Service service = view.service();
        Deployment target = rolledOut() ? null : Rollback.target(service.deployments());
        List<Deployment> left = new ArrayList<>(deployments.size());
        left.add(completes() ? completed(primary()) : underWay(primary()));
        for (DeploymentView older : deployments.subList(1, deployments.size())) {
            if (!isEmpty(older)) {
                left.add(older.deployment());
            } else if (target != null && older.deployment().equals(target)) {
                left.add(inactive(target));
            }
        }
        return left.equals(service.deployments())
                ? null
                : service.toBuilder().deployments(left).build();
    }

    private Deployment inactive(Deployment target) {
        return target.status() == DeploymentStatus.INACTIVE
                ? target
                : target.toBuilder()
                        .status(DeploymentStatus.INACTIVE)
                        .updatedAt(now)
                        .build();
    }

    /** It says what holds it, as long as it does, and how long it bakes; once it is COMPLETED older tasks hold it no more. */
    private Deployment underWay(Deployment primary) {
        String reason = RolloutReasons.held(primary.rolloutStateReason(), held && !rolledOut());
        if (beginsToBake()) {
            return primary.toBuilder()
                    .rolloutStateReason(reason)
                    .bakesUntil(now.plus(bakeTime()))
                    .build();
        }
        return Objects.equals(reason, primary.rolloutStateReason())
                ? primary
                : primary.toBuilder().rolloutStateReason(reason).build();
    }

    private Deployment completed(Deployment primary) {
        return primary.toBuilder()
                .rolloutState(DeploymentRolloutState.COMPLETED)
                .rolloutStateReason(RolloutReasons.completed(primary.id()))
                .updatedAt(now)
                .completedAt(now)
                .build();
    }

    /** What is to be told, the oldest first; what was told last is not told again. */
    List<String> events(boolean stuck, boolean impaired, boolean keepsTooMany) {
        List<String> events = new ArrayList<>(2);
        Service service = view.service();
        if (completes()) {
            events.add(ServiceEvents.deploymentCompleted(service, primary().id()));
        }
        if (steady()) {
            addNews(ServiceEvents.steadyState(service), events);
        }
        if (keepsTooMany) {
            addNews(ServiceEvents.unableToScaleIn(service), events);
        } else if (held) {
            Deployment older = deployments.get(headcount.newestOlderKept()).deployment();
            addNews(ServiceEvents.rolloutHeld(service, older.id()), events);
        } else if (stuck) {
            addNews(ServiceEvents.stuckByConfiguration(service), events);
        }
        if (impaired) {
            addNews(ServiceEvents.unableToStartConsistently(service), events);
        }
        return events;
    }

    private void addNews(String event, List<String> events) {
        if (!events.isEmpty() || !event.equals(view.lastEvent())) {
            events.add(event);
        }
    }

    private boolean completes() {
        boolean isCleanedUp = isOlderGone() || !EarlySuccess.awaitsCleanup(view.service(), primary());
        return primary().rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && hasEnough()
                && isCleanedUp
                && isBaked();
    }

    /** Once it has begun to bake it goes on doing so, whatever becomes of its tasks; only with enough of them it is COMPLETED. */
    private boolean isBaked() {
        Instant until = primary().bakesUntil();
        return bakeTime().isZero() || (until != null && !now.isBefore(until));
    }

    private Duration bakeTime() {
        return BakeTime.of(view.service(), primary());
    }

    /** What may succeed early bakes while older tasks go. */
    private boolean beginsToBake() {
        return primary().rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && primary().bakesUntil() == null
                && hasEnough()
                && (isOlderGone() || EarlySuccess.isPossible(view.service(), primary()))
                && !bakeTime().isZero();
    }

    /** When to look at the service again: at the time given, or earlier if the deployment will have baked. Null for never. */
    @Nullable
    Instant lookAgainAt(@Nullable Instant other) {
        Instant baked = bakesUntil();
        if (baked == null || other == null) {
            return baked == null ? other : baked;
        }
        return baked.isBefore(other) ? baked : other;
    }

    /** When the deployment will have baked; null if it does not bake now. */
    private @Nullable Instant bakesUntil() {
        Instant until = primary().bakesUntil();
        boolean bakes = primary().rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && until != null
                && until.isAfter(now)
                && !bakeTime().isZero();
        return bakes ? until : null;
    }

    /** As many healthy tasks of the PRIMARY deployment as it needs, or more. */
    private boolean hasEnough() {
        return headcount.primary(TaskBucket.HEALTHY) >= EarlySuccess.healthyTasks(view.service(), primary());
    }

    /** No task of an older deployment that isn't STOPPED. */
    private boolean isOlderGone() {
        return deployments.stream().skip(1).allMatch(Progress::isEmpty);
    }

    private boolean steady() {
        return rolledOut()
                && idle
                && isOlderGone()
                && headcount.primary(TaskBucket.HEALTHY) == view.service().desiredCount()
                && !anyoneComesUp()
                && deployments.get(Headcount.PRIMARY).stopping() == 0;
    }

    private boolean rolledOut() {
        return completes() || primary().rolloutState() == DeploymentRolloutState.COMPLETED;
    }

    /** Beside the healthy ones: protection can keep tasks that are not needed. */
    private boolean anyoneComesUp() {
        return headcount.primary(TaskBucket.PENDING) + headcount.primary(TaskBucket.STARTED) > 0;
    }

    private Deployment primary() {
        return deployments.get(Headcount.PRIMARY).deployment();
    }
}
