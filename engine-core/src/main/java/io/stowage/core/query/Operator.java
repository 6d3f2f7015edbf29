package io.stowage.core.query;

import io.stowage.core.text.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a subject is compared. Each operator has a sign and a word that mean the same. */
enum Operator {
    EQUALS("==", "equals", Argument.VALUE),
    NOT_EQUALS("!=", "not_equals", Argument.VALUE),
    GREATER(">", "greater_than", Argument.VALUE),
    GREATER_EQUAL(">=", "greater_than_equal", Argument.VALUE),
    LESS("<", "less_than", Argument.VALUE),
    LESS_EQUAL("<=", "less_than_equal", Argument.VALUE),
    EXISTS("exists", "exists", Argument.NONE),
    NOT_EXISTS("!exists", "not_exists", Argument.NONE),
    IN("in", "in", Argument.LIST),
    NOT_IN("!in", "not_in", Argument.LIST),
    MATCHES("=~", "matches", Argument.PATTERN),
    NOT_MATCHES("!~", "not_matches", Argument.PATTERN);

    /** What follows an operator. */
    enum Argument {
        NONE,
        VALUE,
        LIST,
        PATTERN
    }

    private static final Map<String, Operator> BY_NAME = new LinkedHashMap<>();

    static {
        for (Operator operator : values()) {
            BY_NAME.put(operator.sign, operator);
            BY_NAME.put(operator.word, operator);
        }
    }

    private final String sign;
    private final String word;
    private final Argument argument;

    Operator(String sign, String word, Argument argument) {
        this.sign = sign;
        this.word = word;
        this.argument = argument;
    }

    /** The operator of this sign or word; null if there is none. */
    static @Nullable Operator named(String name) {
        return BY_NAME.get(name);
    }

    /** A sentence that says what was most likely meant, with a leading space; empty if nothing is near. */
    static String hint(String name) {
        Operator turned = named(new StringBuilder(name).reverse().toString());
        if (turned != null || name.equals("<>")) {
            return " Did you mean '" + (turned == null ? NOT_EQUALS : turned) + "'?";
        }
        return Nearest.hint(name, BY_NAME.keySet());
    }

    Argument argument() {
        return argument;
    }

    /** Whether the order of two values passes: their comparison, as {@link Comparable} gives it. Asked of the six that compare only. */
    boolean admits(int order) {
        return switch (this) {
            case EQUALS -> order == 0;
            case NOT_EQUALS -> order != 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES -> throw new IllegalStateException(sign);
        };
    }

    /** The sign. */
    @Override
    public String toString() {
        return sign;
    }
}
