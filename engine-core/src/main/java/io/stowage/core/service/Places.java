package io.stowage.core.service;

import io.stowage.core.placement.Criterion;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.InstanceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The container instances that tasks of a service are on, as criteria see them once the tasks that were chosen so far are gone. */
final class Places {

    private final ServiceView view;
    private final List<Criterion> criteria;
    private final Map<String, Place> byInstance = new LinkedHashMap<>();
    private final Map<List<Object>, Count> counts = new LinkedHashMap<>();

    /** How many tasks of the service are where a criterion has one value. */
    private static final class Count {
        private int tasks;
    }

    /** One of the container instances. */
    static final class Place {
        private final String arn;
        private final List<Criterion> criteria;
        private final List<@Nullable String> values = new ArrayList<>();
        /** By criterion, where it spreads: null where the instance has no value. */
        private final List<@Nullable Count> spread = new ArrayList<>();
        /** By criterion, where it packs: what is left of the resource. */
        private final long[] left;

        private Place(String arn, List<Criterion> criteria) {
            this.arn = arn;
            this.criteria = criteria;
            this.left = new long[criteria.size()];
        }

        String arn() {
            return arn;
        }

        /** By criterion, the value of the attribute that it spreads over; null where it has none, or the criterion is another. */
        List<@Nullable String> values() {
            return values;
        }

        /** How much a criterion is for a task here: the one for which it is most goes first. */
        long score(int criterion, Demand demand) {
            return switch (criteria.get(criterion).kind()) {
                case SPREAD_ATTRIBUTE, SPREAD_INSTANCE -> {
                    Count count = spread.get(criterion);
                    yield count == null ? Long.MAX_VALUE : count.tasks;
                }
                case BINPACK_CPU -> left[criterion] + demand.cpu();
                case BINPACK_MEMORY -> left[criterion] + demand.memory();
                case RANDOM -> 0;
            };
        }

        private void count(int by) {
            for (Count count : spread) {
                if (count != null) {
                    count.tasks += by;
                }
            }
        }

        private void leave(Demand demand) {
            count(-1);
            for (int i = 0; i < left.length; i++) {
                switch (criteria.get(i).kind()) {
                    case BINPACK_CPU -> left[i] += demand.cpu();
                    case BINPACK_MEMORY -> left[i] += demand.memory();
                    default -> {
                        // It keeps nothing of the instance itself.
                    }
                }
            }
        }
    }

    Places(ServiceView view, List<Criterion> criteria) {
        this.view = view;
        this.criteria = criteria;
        view.tasksByInstance().forEach((arn, tasks) -> place(arn).count(tasks));
    }

    Place of(ServiceTask task) {
        return place(Objects.requireNonNullElse(task.task().containerInstanceArn(), ""));
    }

    /** Counts a task as gone. */
    void leave(ServiceTask task) {
        of(task).leave(task.demand());
    }

    private Place place(String arn) {
        return byInstance.computeIfAbsent(arn, this::make);
    }

    private Place make(String arn) {
        Place place = new Place(arn, criteria);
        InstanceView instance = arn.isEmpty() ? null : view.instance(arn);
        for (int i = 0; i < criteria.size(); i++) {
            Criterion criterion = criteria.get(i);
            boolean byAttribute = criterion.kind() == Criterion.Kind.SPREAD_ATTRIBUTE;
            String value = instance != null && byAttribute ? instance.attribute(criterion.attribute()) : null;
            place.values.add(value);
            place.spread.add(
                    switch (criterion.kind()) {
                        case SPREAD_ATTRIBUTE -> value == null ? null : count(i, value);
                        case SPREAD_INSTANCE -> count(i, arn);
                        case BINPACK_CPU, BINPACK_MEMORY, RANDOM -> null;
                    });
            place.left[i] = instance == null ? 0 : remaining(criterion, instance);
        }
        return place;
    }

    private static long remaining(Criterion criterion, InstanceView instance) {
        return switch (criterion.kind()) {
            case BINPACK_CPU -> instance.remainingCpu();
            case BINPACK_MEMORY -> instance.remainingMemory();
            case SPREAD_ATTRIBUTE, SPREAD_INSTANCE, RANDOM -> 0;
        };
    }

    private Count count(int criterion, String value) {
        return counts.computeIfAbsent(List.of(criterion, value), key -> new Count());
    }
}
