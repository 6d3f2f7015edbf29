package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Says that a value has the wrong type, and how to write the right one. */
final class Mismatch {

    private static final int LONGEST_VALUE = 64;

    private Mismatch() {}

    static JsonProblem of(JsonPath path, JsonNode node, String required) {
        return JsonProblem.at(path, describe(node) + ", but " + required + " is required." + advice(node, required));
    }

    static String clip(String text) {
        return clip(text, LONGEST_VALUE);
    }

    static String clip(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object is given";
            case ARRAY -> "a list is given";
            case STRING -> "the string \"" + clip(node.textValue()) + "\" is given";
            case NUMBER -> "the number " + clip(node.toString()) + " is given";
            case BOOLEAN -> "the boolean " + node + " is given";
            default -> "null is given";
        };
    }

    private static String advice(JsonNode node, String required) {
        if (node.isNumber() && required.equals("a string")) {
            return " Write \"" + clip(node.toString()) + "\", with quotes.";
        }
        if (node.isTextual()
                && required.equals("an integer")
                && node.textValue().matches("-?\\d{1,18}")) {
            return " Write " + node.textValue() + ", without quotes.";
        }
        if (node.isTextual() && required.equals("a boolean") && node.textValue().matches("true|false")) {
            return " Write " + node.textValue() + ", without quotes.";
        }
        if (!node.isArray() && required.equals("a list")) {
            return " Put it in [ ].";
        }
        return "";
    }
}
