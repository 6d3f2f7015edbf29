package io.stowage.testkit.invariant;

import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import org.jspecify.annotations.Nullable;

/**
 * The cluster queries that simulations use, evaluated without the engine's own parser: {@code attribute:NAME == VALUE} and {@code
 * attribute:NAME != VALUE}.
 */
final class Expressions {

    private static final String PREFIX = "attribute:";

    private Expressions() {}

    static boolean matches(@Nullable String expression, ContainerInstance instance) {
        String[] words = expression == null ? new String[0] : expression.split(" ", -1);
        if (words.length != 3 || !words[0].startsWith(PREFIX)) {
            throw new IllegalArgumentException("The oracle does not understand the expression \"" + expression
                    + "\": teach it, or leave the expression out of simulations.");
        }
        Attribute attribute = attribute(instance, words[0].substring(PREFIX.length()));
        String value = attribute == null ? null : attribute.value();
        return switch (words[1]) {
            case "==" -> words[2].equals(value);
            case "!=" -> value != null && !words[2].equals(value);
            default -> throw new IllegalArgumentException("The oracle does not understand the operator " + words[1]);
        };
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
