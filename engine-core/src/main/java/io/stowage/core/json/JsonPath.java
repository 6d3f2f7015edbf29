package io.stowage.core.json;

import org.jspecify.annotations.Nullable;

/** Where a value stands in a document, such as {@code containerDefinitions[0].portMappings[1].hostPort}; text only on demand. */
final class JsonPath {

    static final JsonPath ROOT = new JsonPath(null, "");
    private static final int LONGEST_NAME = 64;

    private final @Nullable JsonPath parent;
    private final String step;

    private JsonPath(@Nullable JsonPath parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    JsonPath field(String name) {
        return new JsonPath(this, name);
    }

    JsonPath index(int index) {
        return new JsonPath(this, "[" + index + "]");
    }

    /** The last step: a field name, or an index in brackets. */
    String last() {
        return step;
    }

    /** The path as text; empty for the document itself. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }

    private void appendTo(StringBuilder text) {
        if (parent == null) {
            return;
        }
        parent.appendTo(text);
        if (!text.isEmpty() && !step.startsWith("[")) {
            text.append('.');
        }
        text.append(step.length() <= LONGEST_NAME ? step : step.substring(0, LONGEST_NAME) + "...");
    }
}
