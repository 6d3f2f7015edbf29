package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object whose field names are data; the order is kept; null is no value. */
record MapShape(Shape value) implements Shape {

    @Override
    public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
        if (!node.isObject()) {
            throw Mismatch.of(path, node, "an object");
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonPath place = path.field(entry.getKey());
            if (entry.getValue().isNull()) {
                throw JsonProblem.at(place, "null is no value here. Remove the entry.");
            }
            entries.put(entry.getKey(), value.read(entry.getValue(), place, unknownField));
        }
        return entries;
    }

    @Override
    public JsonNode write(Object map) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ((Map<?, ?>) map).forEach((key, entry) -> object.set((String) key, value.write(entry)));
        return object;
    }
}
