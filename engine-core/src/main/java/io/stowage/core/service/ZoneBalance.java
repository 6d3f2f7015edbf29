package io.stowage.core.service;

import io.stowage.core.placement.InstanceView;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of a service are spread over availability zones, and how a service with {@code availabilityZoneRebalancing} evens them out: one
 * task at a time is started in a zone that has too few, and once it is healthy one is stopped in a zone that has the most.
 *
 * <p>Nothing is remembered of it: a service that is rolled out and has one task too many, which is new and in a zone with fewer than another
 * one, is on its way. So an engine that takes over goes on with it, and if the newcomer fails there is nothing to clean up. Instances without
 * the attribute are in no zone: their tasks aren't counted.
 */
public final class ZoneBalance {

    /** The attribute that says in which zone an instance is. */
    public static final String ZONE = "ecs.availability-zone";

    /** Tasks of the service by zone, also of zones that have none. */
    private final TreeMap<String, Integer> tasks = new TreeMap<>();

    /** The zones besides those in which the service has tasks: those in which there are instances. */
    public ZoneBalance(ServiceView view, Collection<String> zones) {
        zones.forEach(zone -> tasks.put(zone, 0));
        view.tasksByInstance().forEach((instance, count) -> {
            String zone = zone(view, instance);
            if (zone != null) {
                tasks.merge(zone, count, Integer::sum);
            }
        });
    }

    /** Whether the service is to be balanced by itself. */
    public static boolean isEnabled(Service service) {
        return service.availabilityZoneRebalancing() == AvailabilityZoneRebalancing.ENABLED
                && service.status() == ServiceStatus.ACTIVE;
    }

    /** Whether a task may be started for the sake of balance: everything else is done, and there is room for one more. */
    public static boolean mayStart(ServiceView view, Instant now) {
        return isEnabled(view.service()) && Newcomers.mayStart(view, 0, now);
    }

    /** No zone has two tasks more than another. */
    public boolean balanced() {
        return tasks.size() < 2 || most() - Collections.min(tasks.values()) < 2;
    }

    /** Whether it is better with one task more in this zone, and one less in the one that has the most; null is none. */
    public boolean improvesIn(@Nullable String zone) {
        Integer here = zone == null ? null : tasks.get(zone);
        return here != null && most() - here > 1;
    }

    /**
     * Whether one of the zones with the most tasks has one that may be stopped for a newcomer.
     *
     * @param newcomer the newcomer's capacity provider; null if it has none. What is stopped has the same, or one that has too many: else it would take
     *     another one's share
     */
    public boolean canStop(ServiceView view, @Nullable String newcomer) {
        DeploymentView primary = view.deployments().get(Headcount.PRIMARY);
        Shares shares = Shares.of(primary, newcomer);
        for (ServiceTask task : primary.tasks(TaskBucket.HEALTHY)) {
            boolean fits = shares == null || shares.surplus(task) > 0;
            if (fits && !task.isProtected() && isWhereMostAre(view, task)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a task is in a zone that no other has more tasks than. */
    boolean isWhereMostAre(ServiceView view, ServiceTask task) {
        Integer here = tasksBeside(view, task);
        return here != null && here == most();
    }

    /** Whether a task is in a zone that another has more tasks than. */
    private boolean isWhereFewerAre(ServiceView view, ServiceTask task) {
        Integer here = tasksBeside(view, task);
        return here != null && here < most();
    }

    private @Nullable Integer tasksBeside(ServiceView view, ServiceTask task) {
        String instance = task.task().containerInstanceArn();
        String zone = instance == null ? null : zone(view, instance);
        return zone == null ? null : tasks.get(zone);
    }

    /** Whether the one task that is too many, and not healthy yet, is there to take the place of another one. */
    static boolean awaitsNewcomer(ServiceView view) {
        Service service = view.service();
        DeploymentView primary = view.deployments().get(Headcount.PRIMARY);
        int underWay = primary.comingUp();
        boolean oneTooMany = underWay == 1 && primary.count(TaskBucket.HEALTHY) == service.desiredCount();
        if (!oneTooMany || !isEnabled(service) || !Newcomers.isRolledOut(service)) {
            return false;
        }
        TaskBucket bucket = primary.count(TaskBucket.PENDING) == 1 ? TaskBucket.PENDING : TaskBucket.STARTED;
        ServiceTask newcomer = primary.tasks(bucket).iterator().next();
        return new ZoneBalance(view, List.of()).isWhereFewerAre(view, newcomer);
    }

    private int most() {
        return Collections.max(tasks.values());
    }

    private static @Nullable String zone(ServiceView view, String instanceArn) {
        InstanceView instance = view.instance(instanceArn);
        return instance == null ? null : instance.attribute(ZONE);
    }

    /** As ECS's events have it. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        for (Map.Entry<String, Integer> zone : tasks.entrySet()) {
            text.add(zone.getValue() + " tasks in " + zone.getKey());
        }
        return text.toString();
    }
}
