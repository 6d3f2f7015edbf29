package io.stowage.core.placement;

import io.stowage.model.PlacementStrategy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * One placement strategy, ready to score with: less is better.
 *
 * @param attribute the attribute whose values are spread over; empty for the other kinds
 */
public record Criterion(Kind kind, String attribute) {

    /** What is counted or measured. */
    public enum Kind {
        /** How many tasks of the group are on instances with the same value of the attribute: the same for all of these instances. */
        SPREAD_ATTRIBUTE,
        /** How many tasks of the group are on the instance. */
        SPREAD_INSTANCE,
        BINPACK_CPU,
        BINPACK_MEMORY,
        /** Nothing to score: those left in the end are drawn from. */
        RANDOM
    }

    static final Criterion RANDOM = new Criterion(Kind.RANDOM, "");

    private static final String ATTRIBUTE = "attribute:";

    /** The criteria of strategies that were checked, in their order. One that is there twice decides nothing the second time. */
    public static List<Criterion> of(List<PlacementStrategy> strategies) {
        Set<Criterion> distinct = new LinkedHashSet<>();
        strategies.forEach(strategy -> distinct.add(of(strategy)));
        return List.copyOf(distinct);
    }

    static Criterion of(PlacementStrategy strategy) {
        return switch (strategy.type()) {
            case RANDOM -> RANDOM;
            case SPREAD -> spread(field(strategy));
            case BINPACK -> binpack(field(strategy));
        };
    }

    private static Criterion spread(String field) {
        if (field.startsWith(ATTRIBUTE)) {
            return new Criterion(Kind.SPREAD_ATTRIBUTE, field.substring(ATTRIBUTE.length()));
        }
        return switch (field) {
            case "instanceId", "host" -> new Criterion(Kind.SPREAD_INSTANCE, "");
            default -> throw unchecked(field);
        };
    }

    private static Criterion binpack(String field) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "cpu" -> new Criterion(Kind.BINPACK_CPU, "");
            case "memory" -> new Criterion(Kind.BINPACK_MEMORY, "");
            default -> throw unchecked(field);
        };
    }

    private static String field(PlacementStrategy strategy) {
        return Objects.requireNonNull(strategy.field(), "a placement strategy without a field was not refused");
    }

    private static IllegalArgumentException unchecked(String field) {
        return new IllegalArgumentException("a placement strategy with the field '" + field + "' was not refused");
    }

    /** Whether all instances with equal attributes share its score. */
    boolean shared() {
        return kind == Kind.SPREAD_ATTRIBUTE;
    }

    /**
     * The instance's own score; 0 where the score is shared or there is none.
     *
     * @param tasks how many of the group are on it
     */
    int score(InstanceView instance, int tasks) {
        return switch (kind) {
            case SPREAD_ATTRIBUTE, RANDOM -> 0;
            case SPREAD_INSTANCE -> tasks;
            case BINPACK_CPU -> instance.remainingCpu();
            case BINPACK_MEMORY -> instance.remainingMemory();
        };
    }
}
