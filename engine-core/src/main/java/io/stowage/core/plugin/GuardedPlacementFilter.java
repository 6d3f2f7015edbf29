package io.stowage.core.plugin;

import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementInstance;
import io.stowage.spi.TasksToPlace;
import java.util.Optional;

/** Contains what a placement filter of the host application throws: what it can't judge is refused. */
public final class GuardedPlacementFilter implements PlacementFilter {

    private final PlacementFilter filter;
    private final PlacementTrouble trouble;

    public GuardedPlacementFilter(String name, PlacementFilter filter) {
        this.filter = filter;
        this.trouble = new PlacementTrouble("filter", name);
    }

    @Override
    public boolean appliesTo(TasksToPlace tasks) {
        try {
            return filter.appliesTo(tasks);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            trouble.note("it is taken to apply", thrown);
            return true;
        }
    }

    @Override
    public Optional<String> refuses(PlacementInstance instance, TasksToPlace tasks) {
        try {
            Optional<String> refused = filter.refuses(instance, tasks);
            return refused == null ? Optional.of("it answered null") : refused;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            trouble.note("the instance is refused", thrown);
            return Optional.of("it threw " + thrown);
        }
    }
}
