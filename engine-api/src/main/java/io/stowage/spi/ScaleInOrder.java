package io.stowage.spi;

import io.stowage.model.Service;
import io.stowage.model.Task;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which tasks of a service are stopped first when there are too many of them. Filled by the host application; without one, and where it
 * has no order for a service, the service's placement strategies decide alone.
 *
 * <p>Tasks that don't serve yet are stopped before those that do, and protected tasks aren't stopped at all: the order decides among the
 * tasks that are left, when a service is scaled in and when a deployment stops its predecessors' tasks. Among tasks that it calls equal
 * the placement strategies decide.
 *
 * <p>It is called on the loop of the cluster, in the engine that leads it: both methods must be quick, must not block, and must not call the
 * engine. They must be pure: the same tasks compare in the same way for as long as a comparison of several tasks takes. An order that throws
 * is not followed: the placement strategies decide for that time, and a service event says so.
 */
@FunctionalInterface
public interface ScaleInOrder {

    /**
     * The order for a service: the task that compares as least is stopped first.
     *
     * @param service as it is stored, without the counts that are derived
     * @return empty to leave it to the placement strategies; never null
     */
    Optional<Comparator<Task>> of(Service service);

    /** No order for any service. */
    static ScaleInOrder none() {
        return service -> Optional.empty();
    }

    /** The orders of some services, by their names, whatever their clusters. */
    static ScaleInOrder byServiceName(Map<String, Comparator<Task>> orders) {
        Map<String, Comparator<Task>> copy = new LinkedHashMap<>(orders);
        return service -> Optional.ofNullable(copy.get(service.serviceName()));
    }
}
