package io.stowage.testkit.invariant;

import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cluster queries that simulations use, understood without the engine's own parser: comparisons of attributes, joined by {@code and}, {@code or},
 * {@code not} and parentheses, with blanks between all words. It cuts the text where an operator stands that no parentheses enclose, the one that binds
 * loosest first. What it doesn't understand it refuses.
 */
final class Expressions {

    private static final Pattern COMPARISON =
            Pattern.compile("attribute:(\\S+) (==|!=|>=|<=|>|<|=~|!~|!?in|!?exists)(?: (.*))?");

    private Expressions() {}

    static boolean matches(@Nullable String expression, ContainerInstance instance) {
        String text = expression == null ? "" : expression.trim();
        List<String> choices = cut(text, " or ");
        if (choices.size() > 1) {
            return choices.stream().anyMatch(choice -> matches(choice, instance));
        }
        List<String> conditions = cut(text, " and ");
        if (conditions.size() > 1) {
            return conditions.stream().allMatch(condition -> matches(condition, instance));
        }
        if (text.startsWith("not ") || text.startsWith("not(")) {
            return !matches(text.substring(3), instance);
        }
        if (text.startsWith("(") && text.endsWith(")")) {
            return matches(text.substring(1, text.length() - 1), instance);
        }
        return compares(text, instance);
    }

    /** The parts between the separators that are in no parentheses. */
    private static List<String> cut(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0 && text.startsWith(separator, i)) {
                parts.add(text.substring(begin, i));
                begin = i + separator.length();
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static boolean compares(String text, ContainerInstance instance) {
        Matcher comparison = COMPARISON.matcher(text);
        if (!comparison.matches()) {
            throw notUnderstood(text);
        }
        Attribute attribute = attribute(instance, comparison.group(1));
        String operator = comparison.group(2);
        if (operator.endsWith("exists")) {
            return (attribute == null) == operator.startsWith("!");
        }
        // Without a value every comparison is false.
        String value = attribute == null ? null : attribute.value();
        String wanted = comparison.group(3);
        if (wanted == null) {
            throw notUnderstood(text);
        }
        return value != null && compares(value, operator, wanted);
    }

    private static boolean compares(String value, String operator, String wanted) {
        return switch (operator) {
            case "==" -> value.equals(wanted);
            case "!=" -> !value.equals(wanted);
            case ">" -> value.compareTo(wanted) > 0;
            case ">=" -> value.compareTo(wanted) >= 0;
            case "<" -> value.compareTo(wanted) < 0;
            case "<=" -> value.compareTo(wanted) <= 0;
            case "=~" -> value.matches(wanted);
            case "!~" -> !value.matches(wanted);
            case "in" -> list(wanted).contains(value);
            case "!in" -> !list(wanted).contains(value);
            default -> throw notUnderstood(operator);
        };
    }

    private static List<String> list(String wanted) {
        if (!wanted.startsWith("[") || !wanted.endsWith("]")) {
            throw notUnderstood(wanted);
        }
        return List.of(wanted.substring(1, wanted.length() - 1).split(", ", -1));
    }

    private static IllegalArgumentException notUnderstood(String text) {
        return new IllegalArgumentException("The oracle does not understand \"" + text
                + "\": teach it, or leave the expression out of simulations.");
    }

    static @Nullable Attribute attribute(ContainerInstance instance, String name) {
        for (Attribute attribute : instance.attributes()) {
            if (attribute.name().equals(name)) {
                return attribute;
            }
        }
        return null;
    }
}
