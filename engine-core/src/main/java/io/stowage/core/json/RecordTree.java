package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;

/** A record as a tree of JSON, for what walks over its fields by name. */
public final class RecordTree {

    private RecordTree() {}

    /** The tree of a record: null components left out, empty lists kept. */
    public static JsonNode of(Object modelRecord) {
        return RecordShape.of(modelRecord.getClass()).write(modelRecord);
    }
}
