package io.stowage.core.plugin;

import io.stowage.spi.PlacementInstance;
import io.stowage.spi.PlacementScorer;
import io.stowage.spi.TasksToPlace;

/** Contains what a placement scorer of the host application throws: what it can't score comes last. */
public final class GuardedPlacementScorer implements PlacementScorer {

    private final PlacementScorer scorer;
    private final PlacementTrouble trouble;

    public GuardedPlacementScorer(String name, PlacementScorer scorer) {
        this.scorer = scorer;
        this.trouble = new PlacementTrouble("scorer", name);
    }

    @Override
    public boolean appliesTo(TasksToPlace tasks) {
        try {
            return scorer.appliesTo(tasks);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            trouble.note("it is taken not to apply", thrown);
            return false;
        }
    }

    @Override
    public long score(PlacementInstance instance, TasksToPlace tasks) {
        try {
            return scorer.score(instance, tasks);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            trouble.note("the instance comes last", thrown);
            return Long.MAX_VALUE;
        }
    }
}
