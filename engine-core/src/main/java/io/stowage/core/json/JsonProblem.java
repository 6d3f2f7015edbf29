package io.stowage.core.json;

/** A text is not the JSON of what it should be. The message names the place, the value, the rule and what to do. */
final class JsonProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    JsonProblem(String message) {
        super(message);
        this.text = message;
    }

    /** The message, which is never null. */
    String text() {
        return text;
    }

    static JsonProblem at(JsonPath path, String message) {
        String where = path.toString();
        return new JsonProblem((where.isEmpty() ? "The document" : where) + ": " + message);
    }
}
