package io.stowage.spi;

import java.util.Optional;

/**
 * A placement constraint of the host application's own: says on which container instances tasks may be placed, besides all that ECS asks. It
 * has no effect on tasks that are placed already, nor on StartTask.
 *
 * <p>Pure: the answers depend on nothing but what is given, and are the same each time. A service whose tasks were refused waits. When an instance
 * has changed, or a task on it, the filter is asked about that instance, and the service is tried again if it allows it; it is not tried because a filter
 * would answer otherwise by now. Called on the cluster's own thread, which
 * everything else waits for, and on those of callers who ask what would happen if: thread-safe, does not block, and is quick. All engines that share
 * a cluster need the same filters.
 *
 * <p>What it costs: tasks that a filter {@linkplain #appliesTo applies to} are placed by looking at each container instance for each task, and no
 * longer by the index; tasks that none applies to are placed as ever. {@link #refuses} is asked once for each container instance that nothing else
 * is in the way of, once more for each task that is placed, and for a service that waits once for each instance that has changed and has room.
 *
 * <p>If {@code appliesTo} throws, it applies; if {@code refuses} throws or answers null, the instance is refused, and the account of the
 * failure says why.
 */
public interface PlacementFilter {

    /** Whether this filter is asked about such tasks. */
    boolean appliesTo(TasksToPlace tasks);

    /**
     * Whether one of the tasks may be placed on the instance.
     *
     * @return empty to allow it; else the reason why not, a few words long
     */
    Optional<String> refuses(PlacementInstance instance, TasksToPlace tasks);
}
