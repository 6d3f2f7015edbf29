package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Records to stored text and back. Reading tolerates fields that the record does not have; {@link #readDocument} keeps them
 * for the way back. Pure and thread-safe.
 */
public final class RecordCodec {

    private RecordCodec() {}

    /** The JSON text of a record, or of a {@link Document} with its unknown fields. Null components are left out. */
    public static String toJson(Object recordOrDocument) {
        if (recordOrDocument instanceof Document<?> document) {
            JsonNode tree = RecordTree.of(document.value());
            UnknownFields unknown = document.unknown();
            if (unknown != null) {
                unknown.mergeInto(tree, document.value());
            }
            return JsonText.print(tree);
        }
        return JsonText.print(RecordTree.of(recordOrDocument));
    }

    /**
     * The record of a text; unknown fields are dropped.
     *
     * @throws IllegalArgumentException if the text is not the JSON of such a record
     */
    public static <T extends Record> T fromJson(String json, Class<T> type) {
        return readDocument(json, type).value();
    }

    /**
     * What a store holds of a record: the record as it is, or, if its text has fields that the record does not, a {@link Document} that
     * has them for the way back.
     *
     * @throws IllegalArgumentException if the text is not the JSON of such a record
     */
    public static Object readStored(String json, Class<? extends Record> type) {
        Document<?> document = readDocument(json, type);
        return document.unknown() == null ? document.value() : document;
    }

    /**
     * The record of a text, with its unknown fields.
     *
     * @throws IllegalArgumentException if the text is not the JSON of such a record
     */
    public static <T extends Record> Document<T> readDocument(String json, Class<T> type) {
        try {
            JsonNode tree = JsonText.STORED.parse(json);
            T value = type.cast(RecordShape.of(type).read(tree, JsonPath.ROOT, Shape.UnknownField.IGNORED));
            return new Document<>(value, UnknownFields.of(new Shape.RecordOf(type), tree, value));
        } catch (JsonProblem e) {
            throw new IllegalArgumentException("Not a stored " + type.getSimpleName() + ". " + e.text(), e);
        }
    }
}
