package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** A list; null is no element. */
record ListShape(Shape element) implements Shape {

    @Override
    public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
        if (!node.isArray()) {
            throw Mismatch.of(path, node, "a list");
        }
        List<Object> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            JsonPath place = path.index(i);
            if (node.get(i).isNull()) {
                throw JsonProblem.at(place, "null is no element of a list. Remove it.");
            }
            elements.add(element.read(node.get(i), place, unknownField));
        }
        return elements;
    }

    @Override
    public JsonNode write(Object value) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object one : (List<?>) value) {
            array.add(element.write(one));
        }
        return array;
    }
}
