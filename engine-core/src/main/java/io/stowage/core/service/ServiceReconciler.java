package io.stowage.core.service;

import io.stowage.model.SchedulingStrategy;
import java.time.Instant;
import java.util.function.LongUnaryOperator;

/** What a service needs next: a pure function of a view of it, the time and how much may be done at once. */
public final class ServiceReconciler {

    private ServiceReconciler() {}

    /**
     * Decides on one view. The same view and time give the same plan, and once a plan is applied the next one is empty until something
     * else happens: a task gets on or stops, an instance drains, someone changes the service, or {@code lookAgainAt} comes.
     *
     * @param random for {@code random(bound)} a number from 0 to bound - 1, all as likely; asked only where a placement strategy leaves it to
     *     chance who is stopped
     * @param budget the most launches and stops that may be planned, 0 or more
     */
    public static ServicePlan reconcile(
            ServiceView view, Instant now, ReconcileSettings settings, LongUnaryOperator random, int budget) {
        if (view.service().schedulingStrategy() != SchedulingStrategy.REPLICA) {
            throw new IllegalArgumentException("schedulingStrategy is "
                    + view.service().schedulingStrategy() + "; only REPLICA is reconciled here");
        }
        Leavers leavers = new Leavers(view, settings.scaleInOrder(), random);
        ServicePlan plan = switch (view.service().status()) {
            case ACTIVE -> active(view, now, settings, leavers, budget);
            case DRAINING -> DrainingReconcile.plan(view, leavers, budget);
            case INACTIVE -> ServicePlan.NOTHING;
        };
        String failure = leavers.failureOfOrder();
        return failure == null ? plan : plan.telling(ServiceEvents.scaleInOrderFailed(view.service(), failure));
    }

    private static ServicePlan active(
            ServiceView view, Instant now, ReconcileSettings settings, Leavers leavers, int budget) {
        ServicePlan failed = FailedRollout.plan(view, now);
        return failed == null ? new ReplicaReconcile(view, now, settings, leavers, budget).plan() : failed;
    }
}
