package io.stowage.spi;

/**
 * A preference of the host application's own among container instances that could take a task. It is asked after all strategies, to break the ties that
 * they leave; ids, or the {@code random} strategy, break what it leaves. A service whose only strategy is {@code random}, or a run without a
 * strategy, is decided by it alone.
 *
 * <p>Pure, quick and called like a {@link PlacementFilter}; it costs the same. All engines that share a cluster need the same scorers.
 *
 * <p>If {@code appliesTo} throws, it doesn't apply. An instance whose score throws comes after all others. Both are logged.
 */
public interface PlacementScorer {

    /** Whether this scorer is asked about such tasks. */
    boolean appliesTo(TasksToPlace tasks);

    /** How well the instance suits one of the tasks: less is better. */
    long score(PlacementInstance instance, TasksToPlace tasks);
}
