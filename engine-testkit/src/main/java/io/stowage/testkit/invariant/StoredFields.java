package io.stowage.testkit.invariant;

import io.stowage.spi.Payload;

/**
 * Fields of records that are the engine's own, which have no class in its API: read from the JSON that a database would be given. An engine
 * under test may have been loaded apart from the simulator, so that not even its classes are the same.
 */
final class StoredFields {

    private StoredFields() {}

    /** The first field of this name; empty if there is none. */
    static String first(Payload payload, String name) {
        String text = payload.text();
        String key = "\"" + name + "\":";
        int at = text.indexOf(key);
        if (at < 0) {
            return "";
        }
        int from = at + key.length();
        if (text.charAt(from) == '"') {
            return text.substring(from + 1, text.indexOf('"', from + 1));
        }
        int to = from;
        while (",}".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        return text.substring(from, to);
    }
}
