package io.stowage.core.placement;

import io.stowage.spi.PlacementInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the host application's own filters and scorers say about the tasks of one request. */
public final class TaskRules {

    /** None applies. */
    public static final TaskRules NONE = new TaskRules(List.of(), List.of());

    private final List<Filter> filters;
    private final List<Scorer> scorers;

    /** A filter that applies to the tasks. */
    interface Filter {
        /** Its name and its reason; null if it allows the instance. */
        @Nullable
        String refusal(PlacementInstance instance);
    }

    /** A scorer that applies to the tasks. */
    interface Scorer {
        long score(PlacementInstance instance);
    }

    TaskRules(List<Filter> filters, List<Scorer> scorers) {
        this.filters = List.copyOf(filters);
        this.scorers = List.copyOf(scorers);
    }

    boolean none() {
        return filters.isEmpty() && scorers.isEmpty();
    }

    boolean filter() {
        return !filters.isEmpty();
    }

    /** Who refuses the instance first, and why; null if none does. */
    @Nullable
    String refusal(PlacementInstance instance) {
        for (Filter filter : filters) {
            String refusal = filter.refusal(instance);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    int scorers() {
        return scorers.size();
    }

    long score(int scorer, PlacementInstance instance) {
        return scorers.get(scorer).score(instance);
    }
}
