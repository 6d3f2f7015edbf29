package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Single fields of a stored text that may have little else that can be read. Pure. */
public final class LooseFields {

    private final @Nullable JsonNode tree;

    private LooseFields(@Nullable JsonNode tree) {
        this.tree = tree;
    }

    /** The fields of a text; none if it isn't JSON at all. */
    public static LooseFields of(String json) {
        try {
            return new LooseFields(JsonText.STORED.parse(json));
        } catch (JsonProblem unreadable) {
            return new LooseFields(null);
        }
    }

    /** The value of a field; null if it is missing or no string. */
    public @Nullable String text(String field) {
        JsonNode value = tree == null ? null : tree.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}
