package io.stowage.core.placement;

import io.stowage.model.TaskDefinition;
import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementScorer;
import io.stowage.spi.TasksToPlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The host application's own filters and scorers, by name, in the order in which they are asked. They are guarded: none throws or answers null.
 */
public record PlacementRules(Map<String, PlacementFilter> filters, Map<String, PlacementScorer> scorers) {

    /** There are none. */
    public static final PlacementRules NONE = new PlacementRules(Collections.emptyMap(), Collections.emptyMap());

    /** Copies the maps, keeping their order. */
    public PlacementRules {
        filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
        scorers = Collections.unmodifiableMap(new LinkedHashMap<>(scorers));
    }

    /** Those that apply to such tasks. */
    public TaskRules of(TaskDefinition definition, String group) {
        if (filters.isEmpty() && scorers.isEmpty()) {
            return TaskRules.NONE;
        }
        TasksToPlace tasks = new TasksToPlace(definition, group);
        List<TaskRules.Filter> asked = new ArrayList<>();
        filters.forEach((name, filter) -> {
            if (filter.appliesTo(tasks)) {
                asked.add(instance -> filter.refuses(instance, tasks)
                        .map(reason -> name + ": " + reason)
                        .orElse(null));
            }
        });
        List<TaskRules.Scorer> scoring = new ArrayList<>();
        for (PlacementScorer scorer : scorers.values()) {
            if (scorer.appliesTo(tasks)) {
                scoring.add(instance -> scorer.score(instance, tasks));
            }
        }
        return asked.isEmpty() && scoring.isEmpty() ? TaskRules.NONE : new TaskRules(asked, scoring);
    }
}
