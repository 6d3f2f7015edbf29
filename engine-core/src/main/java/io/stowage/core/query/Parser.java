package io.stowage.core.query;

import io.stowage.core.query.Expression.AllOf;
import io.stowage.core.query.Expression.AnyOf;
import io.stowage.core.query.Expression.Comparison;
import io.stowage.core.query.Expression.Not;
import io.stowage.core.query.Operator.Argument;
import io.stowage.core.text.Nearest;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an expression by recursive descent. {@code not} binds closest, then {@code and}, then {@code or}; chains of one of them are flat.
 * Only parentheses and {@code not} go deeper, each counted against the limit, so that no expression can use up the stack.
 */
final class Parser {

    static final int LONGEST = 2_000;
    static final int DEEPEST = 32;
    static final List<String> KEYWORDS = List.of("and", "or", "not");
    private static final List<String> JOINERS = List.of("and", "or", "&&", "||");

    private static final String IN_PARENTHESES =
            "a value can't have parentheses without quotes; put all of it in quotes, as in '(a|b)'";

    private final Scanner scanner;
    private int depth;

    private Parser(String expression) {
        this.scanner = new Scanner(expression);
    }

    /** @throws MalformedQueryException if the expression is none */
    static Expression parse(String expression) {
        if (expression.length() > LONGEST) {
            throw Malformed.at(
                    expression,
                    LONGEST,
                    "the expression has " + expression.length() + " characters; at most " + LONGEST + " are allowed");
        }
        return new Parser(expression).whole();
    }

    private Expression whole() {
        Expression expression = anyOf();
        scanner.skipBlanks();
        if (!scanner.atEnd()) {
            throw unexpected("the end");
        }
        return expression;
    }

    private MalformedQueryException unexpected(String end) {
        int at = scanner.position();
        if (scanner.peek() == '(' && scanner.afterPlain()) {
            return scanner.malformed(at, IN_PARENTHESES);
        }
        return switch (scanner.peek()) {
            case ')' -> scanner.malformed(at, "this parenthesis closes nothing; leave it out, or open one before");
            case '\'' -> scanner.malformed(at, "a value ends before the quote; put all of it in quotes");
            default -> {
                String word = scanner.joiner();
                yield scanner.malformed(
                        at,
                        "expected and, or, or " + end + "; put a value in quotes that has blanks or other signs"
                                + sentence(Nearest.hint(word, JOINERS)));
            }
        };
    }

    private Expression anyOf() {
        Expression first = allOf();
        scanner.skipBlanks();
        if (!scanner.accept("or", "||")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        do {
            parts.add(allOf());
            scanner.skipBlanks();
        } while (scanner.accept("or", "||"));
        return new AnyOf(List.copyOf(parts));
    }

    private Expression allOf() {
        Expression first = single();
        scanner.skipBlanks();
        if (!scanner.accept("and", "&&")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        do {
            parts.add(single());
            scanner.skipBlanks();
        } while (scanner.accept("and", "&&"));
        return new AllOf(List.copyOf(parts));
    }

    private Expression single() {
        scanner.skipBlanks();
        int at = scanner.position();
        if (scanner.accept('!')) {
            return not(at);
        }
        if (scanner.accept('(')) {
            return inParentheses(at);
        }
        String word = scanner.subject();
        return word.equals("not") ? not(at) : comparison(subject(word, at));
    }

    private Expression not(int at) {
        deeper(at);
        Expression part = single();
        depth--;
        return new Not(part);
    }

    private Expression inParentheses(int at) {
        deeper(at);
        Expression inside = anyOf();
        scanner.skipBlanks();
        if (scanner.atEnd()) {
            throw scanner.malformed(scanner.position(), "expected ')' for the '(' at position " + (at + 1));
        }
        if (!scanner.accept(')')) {
            throw unexpected("')'");
        }
        depth--;
        return inside;
    }

    private void deeper(int at) {
        depth++;
        if (depth > DEEPEST) {
            throw scanner.malformed(at, "nested more than " + DEEPEST + " deep");
        }
    }

    private Subject subject(String word, int at) {
        Subject subject = Subject.named(word);
        if (subject == null) {
            String what = word.isEmpty() || KEYWORDS.contains(word)
                    ? "a subject is missing; expected " + Subject.EXPECTED
                    : "unknown subject " + Malformed.quoted(word) + "; expected " + Subject.EXPECTED
                            + sentence(Subject.hint(word));
            throw scanner.malformed(at, what);
        }
        if (!subject.wellNamed()) {
            throw scanner.malformed(
                    at + Subject.ATTRIBUTE.length(),
                    Malformed.quoted(subject.attribute())
                            + " is no name of an attribute; expected 1 to 128 letters, digits, hyphens, underscores,"
                            + " slashes, backslashes and periods");
        }
        return subject;
    }

    private Expression comparison(Subject subject) {
        Operator operator = operator(subject);
        List<Integer> starts = new ArrayList<>();
        List<String> values = new ArrayList<>();
        switch (operator.argument()) {
            case NONE -> {
                // It is about the subject alone.
            }
            case VALUE, PATTERN -> values.add(value(operator, starts));
            case LIST -> list(operator, values, starts);
        }
        try {
            return new Comparison(subject, operator, List.copyOf(values), Conditions.of(subject, operator, values));
        } catch (BadValueException bad) {
            throw scanner.malformed(starts.get(bad.index) + bad.offset, bad.what);
        }
    }

    private Operator operator(Subject subject) {
        scanner.skipBlanks();
        int at = scanner.position();
        String name = scanner.operator();
        Operator operator = Operator.named(name);
        String takes = subject.kind().operators();
        if (operator == null) {
            String what = name.isEmpty()
                    ? "an operator is missing; expected one of " + takes
                    : "unknown operator " + Malformed.quoted(name) + "; expected one of " + takes
                            + sentence(operatorHint(name));
            throw scanner.malformed(at, what);
        }
        if (!subject.kind().takes(operator)) {
            throw scanner.malformed(
                    at, Malformed.quoted(name) + " can't be asked of " + subject + "; expected one of " + takes);
        }
        return operator;
    }

    /** {@code not in} is two words elsewhere; here it is one. */
    private String operatorHint(String name) {
        scanner.skipBlanks();
        Operator negated = name.equals("not") ? Operator.named("not_" + scanner.operator()) : null;
        return negated == null ? Operator.hint(name) : " Did you mean '" + negated + "'?";
    }

    private void list(Operator operator, List<String> values, List<Integer> starts) {
        scanner.skipBlanks();
        int from = scanner.position();
        if (!scanner.accept('[')) {
            throw scanner.malformed(from, "expected a list after '" + operator + "', such as [a, b]");
        }
        do {
            values.add(value(operator, starts));
            scanner.skipBlanks();
        } while (scanner.accept(','));
        if (!scanner.accept(']')) {
            throw scanner.malformed(
                    scanner.position(), "expected ',' or ']' in the list that begins at position " + (from + 1));
        }
    }

    private String value(Operator operator, List<Integer> starts) {
        scanner.skipBlanks();
        int at = scanner.position();
        if (scanner.accept('\'')) {
            starts.add(at + 1);
            return inQuotes(at);
        }
        starts.add(at);
        return plain(operator, at);
    }

    private String inQuotes(int at) {
        int end = scanner.closingQuote();
        if (end < 0) {
            throw scanner.malformed(at, "the quote is never closed; add another '");
        }
        return scanner.through(end);
    }

    private String plain(Operator operator, int at) {
        if (operator.argument() == Argument.VALUE && scanner.peek() == '[') {
            throw scanner.malformed(at, "'" + operator + "' compares with one value; use in or !in for a list");
        }
        String value = scanner.plain(operator.argument() == Argument.LIST, operator.argument() == Argument.PATTERN);
        if (value.isEmpty()) {
            throw scanner.malformed(at, missingValue(operator));
        }
        if (KEYWORDS.contains(value)) {
            throw scanner.malformed(
                    at,
                    "a value is missing before '" + value + "'; if it is the value, put it in quotes: '" + value + "'");
        }
        return value;
    }

    private String missingValue(Operator operator) {
        return switch (scanner.peek()) {
            case '(' -> IN_PARENTHESES;
            case '"' -> "expected a value; quotes are single ones, as in 'a b'";
            default -> "a value is missing after '" + operator + "'; expected a word, or any text in 'quotes'";
        };
    }

    private static String sentence(String hint) {
        return hint.isEmpty() ? "" : "." + hint;
    }
}
