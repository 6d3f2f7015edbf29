package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * A JSON value inside a record whose type the record does not know: whoever reads the record knows how to read it. In the record's JSON it
 * stands as it is, not as a string.
 */
public record RawJson(String text) {

    static final Shape SHAPE = new Shape() {
        @Override
        public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
            return new RawJson(JsonText.print(node));
        }

        @Override
        public JsonNode write(Object value) {
            return JsonText.STORED.parse(((RawJson) value).text());
        }
    };

    /** Checks what is required for null. */
    public RawJson {
        Objects.requireNonNull(text, "RawJson.text is required");
    }

    /** The JSON of a record. */
    public static RawJson of(Record record) {
        return new RawJson(RecordCodec.toJson(record));
    }
}
