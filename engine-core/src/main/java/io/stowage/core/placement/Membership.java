package io.stowage.core.placement;

import io.stowage.core.query.ClusterQuery;
import io.stowage.core.query.QueryView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which instances the {@code memberOf} constraints of a request let in.
 *
 * <p>An expression that reads attributes alone has one answer for all instances with the same values of them. Where it matches regular
 * expressions, which is dear, it is asked once for each such class, for as long as the request is being placed. Other expressions are asked
 * each time: comparing costs less than finding a class. One that reads task groups has to be: each task that is placed counts at once.
 */
final class Membership {

    private static final Membership OF_ALL = new Membership(List.of());

    private final List<Clause> clauses;

    private Membership(List<Clause> clauses) {
        this.clauses = clauses;
    }

    static Membership of(PlacementRequest request) {
        List<ClusterQuery> queries = request.constraints().isEmpty() ? List.of() : request.memberOf();
        return queries.isEmpty()
                ? OF_ALL
                : new Membership(queries.stream().map(Clause::of).toList());
    }

    boolean admits(QueryView instance) {
        for (int i = 0; i < clauses.size(); i++) {
            if (!clauses.get(i).admits(instance)) {
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

        static Clause of(ClusterQuery query) {
            boolean kept = query.matchesPatterns() && query.readsAttributesOnly();
            return new Clause(query, kept ? new LinkedHashMap<>() : null);
        }

        boolean admits(QueryView instance) {
            return byClass == null
                    ? query.matches(instance)
                    : byClass.computeIfAbsent(valuesOf(instance), values -> query.matches(instance));
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
