package io.stowage.core.query;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An expression as a tree, with a meaning and many ways to write it, that shares nothing with the engine's: patterns are those of Java,
 * versions are lists of numbers, and each operator is spelt out.
 */
sealed interface QueryTree {

    boolean holds(FakeHost host);

    /** One of the ways to write it, drawn. */
    String written(Random draw);

    /** A comparison of one of the texts of an instance. */
    record Text(String subject, String operator, List<String> values) implements QueryTree {

        @Override
        public boolean holds(FakeHost host) {
            return switch (operator) {
                case "exists" -> isThere(host);
                case "!exists" -> !isThere(host);
                default -> texts(host).anyMatch(test());
            };
        }

        private boolean isThere(FakeHost host) {
            return subject.equals("task:group")
                    ? !host.groups.isEmpty()
                    : host.attributes.containsKey(subject.substring("attribute:".length()));
        }

        private Stream<String> texts(FakeHost host) {
            if (subject.equals("task:group")) {
                return host.groups.stream();
            }
            String text = switch (subject) {
                case "agentConnected" -> String.valueOf(host.connected);
                case "ec2InstanceId" -> host.ec2InstanceId;
                default -> host.attributes.get(subject.substring("attribute:".length()));
            };
            return Stream.ofNullable(text).filter(each -> !each.isEmpty());
        }

        private Predicate<String> test() {
            String value = values.get(0);
            return switch (operator) {
                case "==" -> text -> text.equals(value);
                case "!=" -> text -> !text.equals(value);
                case ">" -> text -> text.compareTo(value) > 0;
                case ">=" -> text -> text.compareTo(value) >= 0;
                case "<" -> text -> text.compareTo(value) < 0;
                case "<=" -> text -> text.compareTo(value) <= 0;
                case "in" -> values::contains;
                case "!in" -> text -> !values.contains(text);
                case "=~" -> text -> text.matches(value);
                case "!~" -> text -> !text.matches(value);
                default -> throw new IllegalStateException(operator);
            };
        }

        @Override
        public String written(Random draw) {
            String compared = subject + gap(draw, true) + name(operator, draw);
            return switch (operator) {
                case "exists", "!exists" -> compared;
                case "in", "!in" ->
                    compared + gap(draw, false) + "[" + gap(draw, false)
                            + String.join(
                                    gap(draw, false) + "," + gap(draw, false),
                                    values.stream()
                                            .map(value -> quoted(value, draw))
                                            .toList())
                            + gap(draw, false) + "]";
                default -> compared + gap(draw, true) + quoted(values.get(0), draw);
            };
        }
    }

    /** A comparison of one of the quantities of an instance. */
    record Quantity(String subject, String operator, String value) implements QueryTree {

        @Override
        public boolean holds(FakeHost host) {
            Integer order = order(host);
            return order != null
                    && switch (operator) {
                        case "==" -> order == 0;
                        case "!=" -> order != 0;
                        case ">" -> order > 0;
                        case ">=" -> order >= 0;
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        default -> throw new IllegalStateException(operator);
                    };
        }

        private Integer order(FakeHost host) {
            return switch (subject) {
                case "runningTasksCount" -> Integer.compare(host.running, Integer.parseInt(value));
                case "agentVersion" -> host.agentVersion == null ? null : number(host.agentVersion) - number(value);
                default ->
                    host.registeredAt == null
                            ? null
                            : host.registeredAt.compareTo(
                                    Instant.parse(value.contains("T") ? value : value + "T00:00:00Z"));
            };
        }

        /** Versions here have at most two numbers, below 100 each. */
        private static int number(String version) {
            String[] parts = (version + ".0").split("\\.", -1);
            return Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1]);
        }

        @Override
        public String written(Random draw) {
            return subject + gap(draw, true) + name(operator, draw) + gap(draw, true) + quoted(value, draw);
        }
    }

    /** Some expressions joined. */
    record Joined(boolean all, List<QueryTree> parts) implements QueryTree {

        @Override
        public boolean holds(FakeHost host) {
            return all
                    ? parts.stream().allMatch(part -> part.holds(host))
                    : parts.stream().anyMatch(part -> part.holds(host));
        }

        @Override
        public String written(Random draw) {
            StringBuilder text = new StringBuilder();
            for (QueryTree part : parts) {
                if (!text.isEmpty()) {
                    String joiner = draw.nextBoolean() ? all ? "and" : "or" : all ? "&&" : "||";
                    text.append(gap(draw, true)).append(joiner).append(gap(draw, true));
                }
                boolean needed = part instanceof Joined;
                text.append(needed || draw.nextInt(4) == 0 ? "(" + part.written(draw) + ")" : part.written(draw));
            }
            return text.toString();
        }
    }

    /** The opposite of one. */
    record Negated(QueryTree part) implements QueryTree {

        @Override
        public boolean holds(FakeHost host) {
            return !part.holds(host);
        }

        @Override
        public String written(Random draw) {
            boolean parenthesized = part instanceof Joined || draw.nextBoolean();
            String inside = parenthesized ? "(" + part.written(draw) + ")" : part.written(draw);
            return draw.nextBoolean() ? "!" + gap(draw, false) + inside : "not" + gap(draw, !parenthesized) + inside;
        }
    }

    private static String gap(Random draw, boolean needed) {
        return needed ? draw.nextInt(5) == 0 ? "  " : " " : draw.nextInt(3) == 0 ? " " : "";
    }

    private static String name(String operator, Random draw) {
        if (draw.nextBoolean()) {
            return operator;
        }
        return switch (operator) {
            case "==" -> "equals";
            case "!=" -> "not_equals";
            case ">" -> "greater_than";
            case ">=" -> "greater_than_equal";
            case "<" -> "less_than";
            case "<=" -> "less_than_equal";
            case "!exists" -> "not_exists";
            case "!in" -> "not_in";
            case "=~" -> "matches";
            case "!~" -> "not_matches";
            default -> operator;
        };
    }

    private static String quoted(String value, Random draw) {
        boolean needsQuotes = value.equals("and") || !value.matches("[A-Za-z0-9_/.:+*-]+");
        return needsQuotes || draw.nextBoolean() ? "'" + value + "'" : value;
    }
}
