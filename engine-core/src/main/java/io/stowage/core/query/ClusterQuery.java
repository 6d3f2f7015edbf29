package io.stowage.core.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.stowage.core.query.Expression.Comparison;
import io.stowage.core.query.Operator.Argument;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An expression of the cluster query language, compiled. Immutable, and safe for any thread. Equal texts are compiled once: some hundred
 * are remembered, which changes nothing but the time it takes.
 *
 * <p>What an expression reads says how long an answer lasts. One that reads only attributes has the same answer for all instances with the
 * same values of {@link #attributes}, for as long as these stay; one that reads task groups has another one as soon as a task is placed.
 */
public final class ClusterQuery {

    private static final int MOST_REMEMBERED = 500;
    private static final Cache<String, ClusterQuery> COMPILED = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .executor(Runnable::run)
            .build();

    private final Expression expression;
    private final Set<Subject.Kind> reads = EnumSet.noneOf(Subject.Kind.class);
    private final List<String> attributes;
    private final boolean matchesPatterns;

    private ClusterQuery(Expression expression) {
        this.expression = expression;
        List<Comparison> comparisons = new ArrayList<>();
        expression.each(comparisons::add);
        TreeSet<String> names = new TreeSet<>();
        for (Comparison comparison : comparisons) {
            reads.add(comparison.subject().kind());
            if (comparison.subject().kind() == Subject.Kind.ATTRIBUTE) {
                names.add(comparison.subject().attribute());
            }
        }
        this.attributes = List.copyOf(names);
        this.matchesPatterns =
                comparisons.stream().anyMatch(each -> each.operator().argument() == Argument.PATTERN);
    }

    /**
     * The query that the expression means.
     *
     * @throws MalformedQueryException if the text is no expression, has more than 2,000 characters, or is nested more than 32 deep
     */
    public static ClusterQuery of(String expression) {
        return COMPILED.get(expression, text -> new ClusterQuery(Parser.parse(text)));
    }

    /** Whether the instance is one of those that the expression means, as it is now. */
    public boolean matches(QueryView instance) {
        return expression.matches(instance);
    }

    /** The names of all attributes that it reads, ordered; empty if it reads none. */
    public List<String> attributes() {
        return attributes;
    }

    /** Whether it reads nothing but attributes: then all instances with the same values of them have the same answer. */
    public boolean readsAttributesOnly() {
        return reads.size() == 1 && reads.contains(Subject.Kind.ATTRIBUTE);
    }

    /** Whether it reads the groups of the tasks on an instance: then placing a task there may change the answer. */
    public boolean readsTaskGroups() {
        return reads.contains(Subject.Kind.TASK_GROUP);
    }

    /** Whether a task that starts, stops or runs may change the answer. */
    public boolean readsTasks() {
        return readsTaskGroups() || reads.contains(Subject.Kind.RUNNING_TASKS_COUNT);
    }

    /** Whether it matches regular expressions: then it costs some microseconds to ask, where comparisons cost nanoseconds. */
    public boolean matchesPatterns() {
        return matchesPatterns;
    }

    /** An expression that means the same, in signs and without what isn't needed. */
    @Override
    public String toString() {
        return expression.toString();
    }
}
