package io.stowage.core.query;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An expression as it was understood. Its text is one that is understood in the same way, in signs and without what isn't needed. */
sealed interface Expression {

    boolean matches(QueryView instance);

    /** Hands over every comparison, from left to right. */
    void each(Consumer<Comparison> visitor);

    /** All of at least two. */
    record AllOf(List<Expression> parts) implements Expression {

        @Override
        public boolean matches(QueryView instance) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).matches(instance)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void each(Consumer<Comparison> visitor) {
            parts.forEach(part -> part.each(visitor));
        }

        @Override
        public String toString() {
            return joined(parts, " and ");
        }
    }

    /** Any of at least two. */
    record AnyOf(List<Expression> parts) implements Expression {

        @Override
        public boolean matches(QueryView instance) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).matches(instance)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void each(Consumer<Comparison> visitor) {
            parts.forEach(part -> part.each(visitor));
        }

        @Override
        public String toString() {
            return joined(parts, " or ");
        }
    }

    /** The opposite. */
    record Not(Expression part) implements Expression {

        @Override
        public boolean matches(QueryView instance) {
            return !part.matches(instance);
        }

        @Override
        public void each(Consumer<Comparison> visitor) {
            part.each(visitor);
        }

        @Override
        public String toString() {
            return "not " + asPart(part);
        }
    }

    /** A subject, an operator, and what it is compared with. */
    record Comparison(Subject subject, Operator operator, List<String> values, Condition condition)
            implements Expression {

        @Override
        public boolean matches(QueryView instance) {
            return condition.matches(instance);
        }

        @Override
        public void each(Consumer<Comparison> visitor) {
            visitor.accept(this);
        }

        @Override
        public String toString() {
            String compared = subject + " " + operator;
            return switch (operator.argument()) {
                case NONE -> compared;
                case VALUE, PATTERN -> compared + " " + quoted(values.get(0));
                case LIST ->
                    compared + " [" + values.stream().map(Expression::quoted).collect(Collectors.joining(", ")) + "]";
            };
        }
    }

    private static String joined(List<Expression> parts, String word) {
        return parts.stream().map(Expression::asPart).collect(Collectors.joining(word));
    }

    private static String asPart(Expression part) {
        return part instanceof AllOf || part instanceof AnyOf ? "(" + part + ")" : part.toString();
    }

    private static String quoted(String value) {
        boolean plain = !value.isEmpty()
                && value.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "_-/\\.:@+".indexOf(c) >= 0))
                && !Parser.KEYWORDS.contains(value);
        return plain ? value : "'" + value + "'";
    }
}
