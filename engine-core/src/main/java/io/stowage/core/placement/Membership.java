package io.stowage.core.placement;

import io.stowage.core.query.ClusterQuery;
import io.stowage.core.query.QueryView;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which instances the {@code memberOf} constraints let in.
 *
 * <p>Expressions that read no task are asked when an instance is described, and their answer lasts as long as the description. One that
 * reads attributes alone has one answer for all instances with the same values of them: where it matches regular expressions, which is dear,
 * it is asked once for each such class. Expressions that read tasks are asked each time: each task that is placed counts at once.
 */
final class Membership {

    private final List<Clause> described = new ArrayList<>();
    private final List<ClusterQuery> byTasks = new ArrayList<>();

    private Membership() {}

    static Membership of(List<PlacementConstraint> constraints) {
        Membership membership = new Membership();
        for (PlacementConstraint constraint : constraints) {
            if (constraint.type() == PlacementConstraintType.MEMBER_OF) {
                membership.add(ClusterQuery.of(Objects.requireNonNull(constraint.expression())));
            }
        }
        return membership;
    }

    private void add(ClusterQuery query) {
        if (query.readsTasks()) {
            byTasks.add(query);
        } else {
            described.add(Clause.of(query));
        }
    }

    /** Whether what the instance is lets it in, whatever tasks it has. */
    boolean admitsAsDescribed(QueryView instance) {
        for (int i = 0; i < described.size(); i++) {
            if (!described.get(i).admits(instance)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the instance's tasks let it in. */
    boolean admitsByTasks(QueryView instance) {
        for (int i = 0; i < byTasks.size(); i++) {
            if (!byTasks.get(i).matches(instance)) {
                return false;
            }
        }
        return true;
    }

    /**
     * One of the constraints.
     *
     * @param byClass its answers, by the values of the attributes that it reads; null if they aren't kept
     */
    private record Clause(ClusterQuery query, @Nullable Map<List<@Nullable String>, Boolean> byClass) {

        private static final int MOST_CLASSES = 10_000;

        static Clause of(ClusterQuery query) {
            boolean kept = query.matchesPatterns() && query.readsAttributesOnly();
            return new Clause(query, kept ? new LinkedHashMap<>() : null);
        }

        boolean admits(QueryView instance) {
            if (byClass == null) {
                return query.matches(instance);
            }
            if (byClass.size() >= MOST_CLASSES) {
                byClass.clear();
            }
            return byClass.computeIfAbsent(valuesOf(instance), values -> query.matches(instance));
        }

        private List<@Nullable String> valuesOf(QueryView instance) {
            List<String> names = query.attributes();
            @Nullable String[] values = new String[names.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = instance.attribute(names.get(i));
            }
            return Arrays.asList(values);
        }
    }
}
