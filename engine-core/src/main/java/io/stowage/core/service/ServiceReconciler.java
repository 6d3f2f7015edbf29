package io.stowage.core.service;

import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

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
        Leavers leavers = new Leavers(view, now, settings.scaleInOrder(), random);
        ServicePlan plan = switch (view.service().status()) {
            case ACTIVE -> active(view, now, settings, leavers, budget);
            case DRAINING -> DrainingReconcile.plan(view, leavers, budget);
            case INACTIVE -> ServicePlan.NOTHING;
        };
        String failure = leavers.failureOfOrder();
        return failure == null ? plan : plan.telling(ServiceEvents.scaleInOrderFailed(view.service(), failure));
    }

    /**
     * An ACTIVE service with its desired count where that follows something else: the container instances, if it is a DAEMON service. To be put
     * before it is {@linkplain #reconcile reconciled}, in the same commit. Null if it has it already.
     */
    public static @Nullable Service resized(ServiceView view, Instant now) {
        DaemonView daemon = view.daemon();
        return daemon == null || view.service().status() != ServiceStatus.ACTIVE
                ? null
                : DaemonReconcile.resized(view.service(), daemon, now);
    }

    private static ServicePlan active(
            ServiceView view, Instant now, ReconcileSettings settings, Leavers leavers, int budget) {
        ServicePlan failed = FailedRollout.plan(view, now);
        if (failed != null) {
            return failed;
        }
        DaemonView daemon = view.daemon();
        return daemon == null
                ? new ReplicaReconcile(view, now, settings, leavers, budget).plan()
                : new DaemonReconcile(view, daemon, now, settings, budget).plan(leavers);
    }
}
