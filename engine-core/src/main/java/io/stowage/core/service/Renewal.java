package io.stowage.core.service;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for healthy tasks of a service that have reached their {@link Lifetime}. Others are started for them as far as {@code
 * maximumPercent} allows, and they go once these are healthy ({@link Outgoing}). Where there is no room for one more they go first, as far as {@code
 * minimumHealthyPercent} allows, and the service scheduler replaces them: always so in a DAEMON service. As long as a failure isn't forgotten it is one at a time.
 *
 * <p>Nothing is remembered of it: what has reached its lifetime still has when another engine takes over.
 *
 * @param starts how many tasks to start where placement finds room
 * @param stopsIfNoRoom which tasks to stop if none of these can be started, or none may
 * @param stuck whether there is something to be done, and the limits allow neither
 */
public record Renewal(int starts, List<Stop> stopsIfNoRoom, boolean stuck) {

    private static final Renewal NONE = new Renewal(0, List.of(), false);
    private static final String REASON = "Task has reached its maximum lifetime of %d seconds (deployment %s)";

    /** Copies the list. */
    public Renewal {
        stopsIfNoRoom = List.copyOf(stopsIfNoRoom);
    }

    /** Why a task of the service goes that has reached its lifetime. */
    static String reason(Service service) {
        return REASON.formatted(
                service.maximumTaskLifetimeSeconds(),
                service.deployments().get(Headcount.PRIMARY).id());
    }

    /** What is to be done of it now, if nothing else is: at most so many starts or stops. */
    public static Renewal of(ServiceView view, Instant now, int budget) {
        Service service = view.service();
        if (Lifetime.maximum(service) == null || !Newcomers.mayRenew(view, now)) {
            return NONE;
        }
        DeploymentView primary = view.deployments().get(Headcount.PRIMARY);
        Outgoing outgoing = Outgoing.of(view, now);
        int underWay = primary.comingUp();
        int atOnce = Newcomers.hasFailed(service) ? 1 - underWay : budget;
        int due = Math.min(outgoing.count() - underWay, atOnce);
        int desired = service.desiredCount();
        int upper = RolloutLimits.upper(desired, service.deploymentConfiguration());
        int lower = RolloutLimits.lower(desired, service.deploymentConfiguration());
        int starts = Math.max(0, Math.min(due, upper - desired - underWay));
        int stops = underWay > 0 ? 0 : Math.max(0, Math.min(due, desired - lower));
        boolean stuck = due > 0 && underWay == 0 && starts == 0 && stops == 0;
        return new Renewal(starts, stops(outgoing.tasks().subList(0, stops), service), stuck);
    }

    /** The tasks that newcomers take the places of, those that are there already among them: these have the capacity providers that their successors are to get. */
    public static List<ServiceTask> leaving(ServiceView view, Instant now) {
        return Outgoing.of(view, now).tasks();
    }

    private static List<Stop> stops(List<ServiceTask> tasks, Service service) {
        return tasks.stream()
                .map(task -> Leavers.stop(task.task(), reason(service)))
                .toList();
    }

    /** When there will be more to do although nothing else happens; null if never. */
    public static @Nullable Instant next(ServiceView view, Instant now) {
        Duration maximum = Lifetime.maximum(view.service());
        if (maximum == null || !Newcomers.isRolledOut(view.service())) {
            return null;
        }
        Instant next = Lifetime.next(view.deployments().get(Headcount.PRIMARY), maximum, now);
        Instant retry = Newcomers.nextRenewal(view.service());
        boolean waits = retry.isAfter(now) && Outgoing.of(view, now).count() > 0;
        return waits && (next == null || retry.isBefore(next)) ? retry : next;
    }
}
